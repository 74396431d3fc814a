"""Note who opened a case or one of its files."""

from cases.models import Case, CaseReadLog
from cms.accounts.models import User


def log_read(case: Case, user: User, what: str) -> None:
    """Append to the log that `user` read `what` of `case`, such as "detail" or "attachment:<id>"."""
    CaseReadLog.objects.create(case=case, user=user, what=what[:60])
