"""ZYK 资源库: one system for the whole life of a vocational teaching-resource library."""

__version__ = "0.1.0"
