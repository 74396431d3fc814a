"""Edges of the front door in the portal."""
