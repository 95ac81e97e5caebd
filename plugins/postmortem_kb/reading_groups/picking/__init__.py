"""What a group could read next: history and catalogue to suggestions with their reasons."""
