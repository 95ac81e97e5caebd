"""What the document says beside its times, each value with its evidence."""
