"""Common Cartridge 1.1–1.3 and its QTI 1.2 questions, read without touching the database."""
