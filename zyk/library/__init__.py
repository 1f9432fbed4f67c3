"""Libraries, knowledge points, resources, modules, courses, versions and search."""
