"""Stored files, one copy per content, with checks by content and previews."""
