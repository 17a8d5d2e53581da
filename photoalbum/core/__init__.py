"""Machinery that everything stands on: database handle, errors, clock, tokens. Imports nothing of ours."""
