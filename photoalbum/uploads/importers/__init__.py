"""Taking in what a family has already: folders on a disk. Nothing there is moved or changed."""
