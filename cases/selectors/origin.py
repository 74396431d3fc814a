"""Where a case came from."""

from cases.models import Case, CaseEvent


def origin_of(case: Case) -> str:
    """Return the state from which the case came to where it stands; where it stands if it has never moved.

    A case that was moved to another version since knows that state by its name there.
    """
    events = CaseEvent.objects.filter(case=case)
    moved = events.filter(seq__gt=case.entered_seq, transition="$migrate").order_by("-seq").first()
    if moved is not None and "origin" in moved.payload["facts"]:
        return str(moved.payload["facts"]["origin"])
    entered = events.filter(seq=case.entered_seq).values_list("from_state", flat=True).first()
    return entered or case.state
