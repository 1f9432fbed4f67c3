"""Closed days of statements in Parquet files: made, read, taken out of the database, and written anew on erasure."""
