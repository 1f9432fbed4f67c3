"""A whole library as one BagIt package (RFC 8493): written here, read elsewhere, with nothing lost."""
