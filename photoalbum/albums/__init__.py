"""Albums, who may see what, and the order of things."""
