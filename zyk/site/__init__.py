"""Home, search, workbench, help and the guided walk."""
