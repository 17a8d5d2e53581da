"""Receiving and ingesting: the one door through which every original comes in."""
