"""What cells say and where they stand in a file; nothing here runs, and nothing needs torch."""
