"""Packages of other systems: Common Cartridge import."""
