"""The pages of reading groups: schedule, sessions, packets, replays, takeaways, what to read."""
