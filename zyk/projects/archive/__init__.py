"""The whole life of one application and its project as a folder that opens without the system."""
