"""`python -m photoalbum.cli`, for where the command itself is not on PATH."""

from photoalbum.cli import main

main(prog_name="photoalbum")
