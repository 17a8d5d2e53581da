"""Landscapes, skies and flowers out of arithmetic: no camera and no third party was involved."""
