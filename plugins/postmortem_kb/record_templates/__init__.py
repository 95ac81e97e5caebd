"""What a new record begins with: the bodies that `postmortem new` offers, and their guidance."""
