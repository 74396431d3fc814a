"""Template tags of the forms room."""
