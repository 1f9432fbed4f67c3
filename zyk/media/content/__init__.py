"""What a content is, told from its bytes; and whether it may come in."""
