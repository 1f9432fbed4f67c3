"""The programme: from the year's cycle and the application to acceptance and the yearly duties."""
