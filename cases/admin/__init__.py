"""The desk in the Wagtail admin: decides nothing."""
