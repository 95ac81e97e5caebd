"""What the packets of a session hold: time boxes, reading time, glossary, comparison."""
