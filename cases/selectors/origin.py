"""Where a case came from."""

from cases.models import Case, CaseEvent


def origin_of(case: Case) -> str:
    """Return the state from which the case came to where it stands; where it stands if it has never moved."""
    entered = CaseEvent.objects.filter(case=case, seq=case.entered_seq).values_list("from_state", flat=True).first()
    return entered or case.state
