"""The people: members, how they prove who they are, and how they come in."""
