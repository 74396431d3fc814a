"""The cases in the API: decides nothing."""
