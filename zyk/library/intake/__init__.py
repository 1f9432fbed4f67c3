"""Many resources at once: where the files come from, what their sheet says, what each row would do."""
