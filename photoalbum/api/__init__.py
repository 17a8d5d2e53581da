"""Delivery: JSON under /api, over the same domain calls as the pages."""
