"""Share links: what an album shows to people without an account."""
