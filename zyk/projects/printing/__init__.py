"""The application as an official document: what it says, and its two forms, PDF and DOCX."""
