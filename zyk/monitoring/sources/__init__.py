"""What other platforms report by the programme's known interface: seven message types, one record at a time."""
