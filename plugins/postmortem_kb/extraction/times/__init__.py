"""When things happened: clocks, days, zones and lengths of a document to events and both ends."""
