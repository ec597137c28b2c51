"""Tell people of changes: whom each item concerns, what they read, through which channel, and that it arrived."""
