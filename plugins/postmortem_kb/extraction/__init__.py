"""What a document states: its lines to values, each with its evidence."""
