"""Local files in, local files out: what a picture is, what it says of itself, and smaller pictures of it."""
