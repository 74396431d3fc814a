"""Use cases of the publishing room."""
