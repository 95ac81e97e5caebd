"""What `check` says of a record, one declaration for each rule."""
