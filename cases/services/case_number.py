"""The numbers of cases: by type and year, without gaps."""

from django.utils import timezone

from cms.core.sequences import next_number


def next_case_number(prefix: str) -> str:
    """Return the next number of the year under the prefix of a case type."""
    series = f"{prefix}-{timezone.localdate().year}"
    return f"{series}-{next_number(series):06d}"
