"""Shooting in batches: each batch begins with the same sheets, and whatever it changed is compared, then undone."""

import random
from collections import Counter
from dataclasses import dataclass, field

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client, TestCase

from cms.accounts.models import Membership, User
from forms_app.models import Attachment, Remark, Submission, SubmissionRound
from tests.reviewer_fuzz.guard import GUARDED, Allowed, State, state_of_answers, writes_noted
from tests.reviewer_fuzz.shots import Shot, Shots
from tests.reviewer_fuzz.world import FuzzWorld

BATCH = 50
TABLES = {model._meta.db_table for model in (*GUARDED, Remark)}


@dataclass
class Outcome:
    """What became of the requests: answers by status, the forbidden changes, and the permitted work that was done."""

    statuses: Counter[int] = field(default_factory=Counter)
    reached: Counter[str] = field(default_factory=Counter)
    changed_by: Counter[str] = field(default_factory=Counter)
    sent: int = 0
    # Whether everything, the bytes of the files included, is at the end as it was.
    untouched: bool = False
    forbidden: list[str] = field(default_factory=list)
    failures_elsewhere: Counter[str] = field(default_factory=Counter)
    remarks: int = 0
    own_rounds: int = 0
    returns: int = 0


class Shooting:
    """One person against one world."""

    def __init__(self, world: FuzzWorld, actor: User, seed: int) -> None:
        self.world, self.actor = world, actor
        self.shots = Shots(world, random.Random(seed))
        self.client = Client()
        self.client.force_login(actor)
        self.own_regions = world.regions_with_own_section(actor)
        self.outcome = Outcome()
        self.before: State = state_of_answers()
        self.home = self._memberships()
        self.contents = {one.file: one.file.read() for one in Attachment.objects.all()}

    def shoot(self, count: int) -> Outcome:
        """Send this many requests."""
        left = count
        while left:
            left -= self._batch(min(left, BATCH))
        self.outcome.sent += count
        self.outcome.untouched = state_of_answers() == self.before
        return self.outcome

    def _batch(self, most: int) -> int:
        """Send up to this many requests on the untouched world; return how many."""
        cache.clear()
        with transaction.atomic():
            last, sent = state_of_answers(), 0
            while sent < most:
                shot = self.shots.next()
                sent += 1
                with writes_noted(TABLES) as noted:
                    self._one(shot)
                if noted:
                    last = self._compare(shot, last)
                if not self._still_the_same_person():
                    break
            if state_of_answers() != last:
                self.outcome.forbidden.append("a change came by no statement that was noted")
            self._count_work()
            transaction.set_rollback(True)
        # Rows come back with the rollback, files that were deleted do not; what is gone was compared above.
        for stored, content in self.contents.items():
            if not stored.storage.exists(stored.name):
                stored.storage.save(stored.name, ContentFile(content))
        return sent

    def _one(self, shot: Shot) -> None:
        try:
            # What waits for the commit, the worker's tasks among it, belongs to the request.
            with TestCase.captureOnCommitCallbacks(execute=True):
                response = shot.send(self.client)
                if response.streaming:
                    b"".join(response.streaming_content)
        except Exception as error:
            if shot.is_ours:
                raise AssertionError(f"{type(error).__name__}: {error} at {shot}") from error
            # Some pages of Wagtail's own fall over input that no page of theirs sends; they must change nothing either.
            self.outcome.failures_elsewhere[shot.address] += 1
            return
        self.outcome.statuses[response.status_code] += 1
        if response.status_code < 400:
            self.outcome.reached[f"{shot.address} {shot.method}"] += 1
        assert response.status_code < 500, shot

    def _compare(self, shot: Shot, last: State) -> State:
        now = state_of_answers()
        wrong = Allowed(last, now, self.own_regions).forbidden()
        if wrong:
            self.outcome.changed_by[shot.address] += 1
            self.outcome.forbidden.append(f"{shot}\n  " + "\n  ".join(wrong))
        return now

    def _still_the_same_person(self) -> bool:
        """Say whether the person is signed in and belongs where they belonged: an applicant is no reviewer."""
        return Session.objects.exists() and self._memberships() == self.home

    def _memberships(self) -> list[tuple[int, int]]:
        mine = Membership.objects.filter(user=self.actor)
        return list(mine.values_list("organisation", "role"))

    def _count_work(self) -> None:
        before = {key for key in self.before if key[0] == "SubmissionRound"}
        rounds = SubmissionRound.objects.exclude(pk__in=[key[1] for key in before])
        self.outcome.own_rounds += rounds.filter(kind="office").count()
        self.outcome.remarks += Remark.objects.exclude(pk__in=self.shots.pools["remark_id"]).count()
        self.outcome.returns += sum(
            1
            for key, row in self.before.items()
            if key[0] == "Submission"
            and row["status"] == "submitted"
            and Submission.objects.filter(pk=key[1], status="returned").exists()
        )
