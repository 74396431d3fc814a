"""The same step on many cases: each for itself, with a result for each."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.errors import CaseError, CaseNotFound
from cases.models import Case
from cases.selectors.alike import MOST
from cases.services.perform import perform
from cms.accounts.models import User


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one case: `message` says why it was refused, or where it stands now."""

    number: str
    title: str
    done: bool
    message: str


class TooMany(CaseError):
    """More cases than are handled at once."""

    code = "too_many"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Choose between 1 and %(most)s cases.") % {"most": MOST})


def perform_many(
    *, revisions: Mapping[str, int], transition: str, actor: User, comment: str, internal: bool, idempotency_key: str
) -> list[RowResult]:
    """Take `transition` on each case of `revisions` (number → the revision that was seen), each in its own transaction.

    A case that is refused keeps no other from moving, and sending the same key again takes no step twice. Raises
    TooMany.
    """
    if not 0 < len(revisions) <= MOST:
        raise TooMany
    found = {case.number: case for case in Case.objects.visible_to(actor).filter(number__in=revisions)}
    payload = {"comment": comment, "internal": internal}
    results = []
    for number, revision in revisions.items():
        case = found.get(number)
        try:
            if case is None:
                raise CaseNotFound
            perform(
                case_id=case.pk,
                transition=transition,
                expected_revision=revision,
                idempotency_key=f"bulk:{idempotency_key}:{case.pk}",
                actor=actor,
                payload=payload,
            )
        except CaseError as error:
            results.append(RowResult(number, case.title if case else "", False, error.message))
        else:
            results.append(RowResult(number, case.title if case else "", True, ""))
    return results
