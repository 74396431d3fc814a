"""What editors scheduled goes live and expires by itself."""

from django.core.management import call_command


def scheduled_publish() -> None:
    """Publish what is due and take down what has expired; nothing due, nothing done."""
    call_command("publish_scheduled")
