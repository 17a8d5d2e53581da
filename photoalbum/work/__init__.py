"""What workers do, one file a kind of job. Composes all layers, as `worker.py` does."""
