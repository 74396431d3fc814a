"""Building forms in the Wagtail admin."""
