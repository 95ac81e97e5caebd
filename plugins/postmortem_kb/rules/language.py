"""Rules about blameless language."""
