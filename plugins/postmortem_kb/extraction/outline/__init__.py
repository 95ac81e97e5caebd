"""Lines to an outline: sections and parts of a loosely written document."""
