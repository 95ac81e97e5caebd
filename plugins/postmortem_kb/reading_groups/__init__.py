"""Reading groups: sessions on past incidents, what a group has read, what to read next."""
