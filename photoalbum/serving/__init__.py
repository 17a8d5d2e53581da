"""What `photoalbum serve` is made of: a light supervisor, web processes, workers. For the commands only."""
