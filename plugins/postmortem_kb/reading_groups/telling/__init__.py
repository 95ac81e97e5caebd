"""What may be told of a record, and when: stops, suspicions, hindsight, outcomes."""
