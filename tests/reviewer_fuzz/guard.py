"""What no reviewer may change: every answer ever given, its files to the byte, and what is open to the applicant."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from forms_app.models import (
    AnswerIndex,
    AnswerRevision,
    Attachment,
    CheckExplanation,
    Draft,
    DraftRebase,
    Remark,
    RetiredAnswer,
    SectionAnswer,
    Submission,
    SubmissionRound,
)

OFFICE = "s-office"
GUARDED: tuple[type[models.Model], ...] = (
    SectionAnswer,
    AnswerRevision,
    SubmissionRound,
    Attachment,
    CheckExplanation,
    Draft,
    DraftRebase,
    RetiredAnswer,
    AnswerIndex,
    Submission,
)
# A clock, and how often a section of the draft was written; what was written is compared itself.
CLOCKS = {Draft: {"updated_at", "revision"}, SectionAnswer: {"saved_at"}, AnswerIndex: {"id"}}

Key = tuple[str, Any]
State = dict[Key, dict[str, Any]]


def state_of_answers() -> State:
    """Return every guarded row by table and key, and every stored file by its name."""
    found: State = {}
    for model in GUARDED:
        left_out = CLOCKS.get(model, set())
        for row in model._default_manager.values():
            key = (row["submission_id"], row["field_key"]) if model is AnswerIndex else row["id"]
            found[model.__name__, key] = {name: value for name, value in row.items() if name not in left_out}
    for row in Remark.objects.exclude(reply="", replied_by=None, replied_at=None).values(
        "id", "reply", "replied_by", "replied_at", "answered_in_round"
    ):
        found["reply", row["id"]] = row
    for attachment in Attachment.objects.only("file"):
        found["file", attachment.pk] = {"sha256": _hash_of(attachment)}
    return found


def _hash_of(attachment: Attachment) -> str:
    try:
        with attachment.file.open("rb") as opened:
            return hashlib.sha256(opened.read()).hexdigest()
    except FileNotFoundError:
        return "gone"


def exact(value: Any) -> str:
    """Return a value as text, the same for the same value."""
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)


class Allowed:
    """What a reviewer's work leaves behind and no more: a return, an acceptance, the office's own section.

    `own_regions` are those whose sheets the actor's office adds its section to.
    """

    def __init__(self, before: State, after: State, own_regions: frozenset[int]) -> None:
        self.before, self.after = before, after
        self.own = set(
            Draft.objects.filter(organisation__region__in=own_regions, status=Draft.Status.SUBMITTED).values_list(
                "pk", flat=True
            )
        )

    def forbidden(self) -> list[str]:
        """Return every difference that is not allowed, as text."""
        found = []
        for key in sorted(self.before.keys() | self.after.keys(), key=str):
            old, new = self.before.get(key), self.after.get(key)
            if exact(old) != exact(new) and not self._is_allowed(key[0], old, new):
                found.append(f"{key}: {exact(old)} → {exact(new)}")
        return found

    def _is_allowed(self, table: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> bool:
        rule: Callable[[Any, Any], bool] | None = {
            "SectionAnswer": self._own_section,
            "AnswerRevision": self._own_revision,
            "SubmissionRound": self._own_round,
            "Submission": self._reviewed,
            "Draft": self._returned,
        }.get(table)
        return rule is not None and new is not None and rule(old, new)

    def _own_section(self, _old: Any, new: Any) -> bool:
        return new["section_id"] == OFFICE and new["draft_id"] in self.own

    def _own_revision(self, old: Any, new: Any) -> bool:
        return old is None and self._own_section(old, new)

    def _own_round(self, old: Any, new: Any) -> bool:
        """A new round of the office that repeats the round before it in everything but the office's section."""
        submission = self.after["Submission", new["submission_id"]]
        if old is not None or new["kind"] != "office" or submission["draft_id"] not in self.own:
            return False
        earlier = next(
            row
            for key, row in self.after.items()
            if key[0] == "SubmissionRound"
            and row["submission_id"] == new["submission_id"]
            and row["number"] == new["number"] - 1
        )
        same = {name: value for name, value in earlier["answers"].items() if name != OFFICE}
        given = {name: value for name, value in new["answers"].items() if name != OFFICE}
        return exact(same) == exact(given) and exact(earlier["explanations"]) == exact(new["explanations"])

    def _reviewed(self, old: Any, new: Any) -> bool:
        """A step of the review, or one more round of the office."""
        if old is None:
            return False
        rounds = sum(
            1
            for key, row in self.after.items()
            if key not in self.before and key[0] == "SubmissionRound" and row["submission_id"] == new["id"]
        )
        expected = {**old, "round": old["round"] + rounds}
        steps = {old["status"]} | ({"returned", "accepted"} if old["status"] == "submitted" else set())
        return new["status"] in steps and exact({**new, "status": ""}) == exact({**expected, "status": ""})

    def _returned(self, old: Any, new: Any) -> bool:
        """A return: the places of the remarks that were sent are open, and nothing else."""
        if old is None or (old["status"], new["status"]) != ("submitted", "returned"):
            return False
        sent = Remark.objects.filter(submission__draft=new["id"], sent_at__isnull=False, answered_in_round=None)
        anchors = sorted({remark.anchor for remark in sent})
        return bool(anchors) and exact({**old, "status": "returned", "unlocked": anchors}) == exact(new)


@contextmanager
def writes_noted(tables: set[str]) -> Iterator[list[str]]:
    """Note every statement that writes to one of these tables: only then is it worth comparing everything."""
    noted: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        verb = sql.lstrip()[:6].upper()
        if verb in ("INSERT", "UPDATE", "DELETE") and any(f'"{table}"' in sql for table in tables):
            noted.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield noted
