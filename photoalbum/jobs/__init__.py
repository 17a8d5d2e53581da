"""The queue: names and plain values, nothing else."""
