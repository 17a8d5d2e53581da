"""Forms: what a page may ask, and the sentences for what is not right."""
