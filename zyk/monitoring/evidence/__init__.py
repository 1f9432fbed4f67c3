"""Evidence: everything a computation rests on in one file, and how a third party computes it again."""
