"""Ways through many photos: timeline and search stand here."""
