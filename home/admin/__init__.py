"""Edges of the front door in the Wagtail admin."""
