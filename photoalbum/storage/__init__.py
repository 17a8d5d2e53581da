"""Keys to bytes. One written contract, and one implementation for each place where bytes can live."""
