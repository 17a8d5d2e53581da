"""Originals and photos: captions, dates, favourites, processing, trash."""
