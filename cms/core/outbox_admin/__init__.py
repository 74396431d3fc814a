"""The outbox in the Wagtail admin: what waits, what fails and why, what was given up, and sending it again."""
