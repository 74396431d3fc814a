"""Reads of remarks: which wait for an answer, and whether the place has changed since."""

import uuid

from django.db.models import QuerySet

from forms_app.engine.places import steps_of, value_at
from forms_app.models import Remark, Submission
from forms_app.selectors.filling import Filling


def open_remarks(submission_id: uuid.UUID) -> QuerySet[Remark]:
    """Return the remarks that are not answered yet: being written, or sent and waiting."""
    return Remark.objects.filter(submission_id=submission_id, answered_in_round=None).select_related("author")


def remarks_of(submission_id: uuid.UUID) -> QuerySet[Remark]:
    """Return all remarks of all rounds."""
    return Remark.objects.filter(submission_id=submission_id).select_related("author")


def unchanged_anchors(filling: Filling, submission: Submission) -> list[str]:
    """Return the remarked places that are as they were in the last round; a reply is an answer, too."""
    if not filling.remarks:
        return []
    last = submission.rounds.order_by("-number").values_list("answers", flat=True).first() or {}
    before = {field_id: value for values in last.values() for field_id, value in values.items()}
    home = {one.id: section for section, one in filling.spec.fields()}
    found = []
    for remark in filling.remarks:
        section = home.get(remark.field_id)
        if section is None or remark.reply:
            continue  # A newer version of the form no longer asks this, or the applicant says why it stays.
        now = value_at(filling.values(section).get(remark.field_id), steps_of(remark.place))
        if now == value_at(before.get(remark.field_id), steps_of(remark.place)):
            found.append(remark.anchor)
    return list(dict.fromkeys(found))
