"""Certification standards above the national base standards, criteria, certification of resources."""
