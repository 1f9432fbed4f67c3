"""The xAPI learning-record store: actors, verbs, activities, statements. Knows nothing about courses."""
