"""Requests made at random out of what is real: every address of the site, every id, every question, every token."""

import json
import random
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import NoReverseMatch, resolve, reverse

from cms.accounts.models import Membership, Organisation, Role, User
from forms_app.models import AnswerRevision, Attachment, Remark, SectionAnswer, Submission
from tests.cases.desk_world import DEFINITION
from tests.reviewer_fuzz.addresses import WEIGHTS, Address, addresses
from tests.reviewer_fuzz.world import ELSEWHERE, EVERYTHING, FORM, OTHERWISE, PDF, FuzzWorld

# Addresses that write answers, remarks or steps are asked more often than pages.
WRITING = 5
METHODS = ("POST", "GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
METHOD_WEIGHTS = (66, 14, 5, 5, 5, 2, 3)
FILE_TOO = 0.25
OUR_ROOMS = ("cms", "home", "forms_app", "cases")


@dataclass(frozen=True)
class Shot:
    """One request."""

    address: str
    method: str
    path: str
    options: Mapping[str, Any]

    @property
    def is_ours(self) -> bool:
        """Say whether this site's own code answers, and not a view of Wagtail's or allauth's as it came."""
        view = resolve(self.path).func
        return getattr(view, "view_class", view).__module__.partition(".")[0] in OUR_ROOMS

    def send(self, client: Client) -> Any:
        """Send it through the whole site."""
        return client.generic(self.method, self.path, **self.options)

    def __str__(self) -> str:
        # Without the parts that are files.
        lines = self.options.get("data", b"").decode("utf-8", "replace").splitlines()
        body = "⏎".join(line for line in lines if line.isprintable() and not line.startswith("PK"))
        return f"{self.method} {self.path} {self.options.get('headers')} {body[:4000]}"


class Shots:
    """An endless row of requests for one seed."""

    def __init__(self, world: FuzzWorld, chance: random.Random) -> None:
        self.world, self.chance = world, chance
        self.rooms: dict[str, list[Address]] = {}
        for one in addresses():
            self.rooms.setdefault(one.room, []).append(one)
        self.pools = _pools(world)
        self.numbers = sorted({pk for name in ("pk", "remark_id") for pk in self.pools[name]})
        self.uuids = [*self.pools["draft_id"], *self.pools["attachment_id"], *self.pools["submission_id"]]
        self.files_of: dict[Any, list[Any]] = {}
        for attachment, draft in Attachment.objects.values_list("pk", "draft_id"):
            self.files_of.setdefault(draft, []).append(attachment)
        # Mostly the one that a page would show now.
        last = SectionAnswer.objects.values_list("revision", flat=True)
        self.revisions = [*last, *set(AnswerRevision.objects.values_list("revision", flat=True))]
        self.people, self.firms, self.roles = _pks(User), _pks(Organisation), _pks(Role)
        self.fitting = self._fitting()
        writing = {name for fits in self.fitting.values() for name in fits}
        self.likely = {
            room: [WRITING if one.name in writing else 1 for one in found] for room, found in self.rooms.items()
        }

    def next(self) -> Shot:
        """Return the next request."""
        while True:
            room = self.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
            address = self.chance.choices(self.rooms[room], self.likely[room])[0]
            arguments = {name: self._argument(name, kind) for name, kind in address.parameters.items()}
            if arguments.get("draft_id") in self.files_of and "attachment_id" in arguments:
                arguments["attachment_id"] = self.chance.choice(self.files_of[arguments["draft_id"]])
            try:
                path = reverse(address.name, kwargs=arguments)
            except NoReverseMatch:
                continue
            return self._shot(address.name, path)

    def _argument(self, name: str, kind: str) -> Any:
        if name in self.pools and self.chance.random() < 0.93:
            return self.chance.choice(self.pools[name])
        if kind == "UUIDConverter":
            return self.chance.choice([*self.uuids, uuid.UUID(int=self.chance.getrandbits(128))])
        if kind == "IntConverter":
            return self.chance.choice([*self.numbers, 0, 1, 2])
        return self.chance.choice([*self.pools["step"], *map(str, self.numbers[:3]), "live", "edit", "x"])

    def _shot(self, name: str, path: str) -> Shot:
        method = self.chance.choices(METHODS, METHOD_WEIGHTS)[0]
        if method in ("GET", "HEAD", "OPTIONS") and self.chance.random() < 0.7:
            return Shot(name, method, path, {"headers": self._headers()})
        payload = self._payload(name)
        if name.startswith("api-v1") or self.chance.random() < 0.06:
            body, kind = json.dumps(payload, default=str).encode(), "application/json"
        else:
            body, kind = _multipart(payload, self._files(name))
        return Shot(name, method, path, {"data": body, "content_type": kind, "headers": self._headers()})

    def _headers(self) -> dict[str, str]:
        offered = (
            ("X-Requested-With", self.chance.choice(("autosave", "upload", "XMLHttpRequest"))),
            ("X-HTTP-Method-Override", self.chance.choice(("PUT", "POST", "DELETE"))),
            ("Idempotency-Key", self.chance.choice([*self.world.tokens, f"k{self.chance.random()}"])),
            ("X-Case-Fragment", "1"),
            ("X-Forwarded-User", self.world.filler.email),
            ("HX-Request", "true"),
        )
        headers = {name: value for name, value in offered if self.chance.random() < 0.25}
        headers["Idempotency-Key"] = headers.get("Idempotency-Key", f"k{self.chance.random()}")
        return headers

    def _files(self, address: str) -> dict[str, SimpleUploadedFile]:
        if self.chance.random() > (0.9 if address in self.fitting[self._upload] else FILE_TOO):
            return {}
        content = self.chance.choice((PDF, PDF + b" other", self.world.workbook_file))
        ending = "xlsx" if content is self.world.workbook_file else "pdf"
        name = self.chance.choice(("file", "file", "file", "f-files-upload"))
        return {name: SimpleUploadedFile(f"文件.{ending}", content)}

    def _payload(self, name: str) -> dict[str, Any]:
        """Return what fits the address for the most part, and some of everything else."""
        payload: dict[str, Any] = {}
        for shape, fits in self.fitting.items():
            if self.chance.random() < (0.9 if name in fits else 0.08):
                payload.update(shape())
        return payload

    def _fitting(self) -> dict[Callable[[], dict[str, Any]], Sequence[str]]:
        """Return the shapes of input and the addresses that they fit."""
        return {
            self._answers: ("forms_app:step", "wagtail_cases:office_section"),
            self._save: ("forms_app:step",),
            self._office: ("wagtail_cases:office_section",),
            self._hand_in: ("forms_app:submit",),
            self._remark: ("wagtail_cases:remark_add",),
            self._transition: ("wagtail_cases:perform", "api-v1:take_transition"),
            self._explain: ("forms_app:explain",),
            self._upload: ("forms_app:upload", "forms_app:file_remove"),
            self._take_workbook: ("forms_app:workbook_upload",),
            self._other: ("forms_app:rebase", "forms_app:start", "memberships:add", "accounts:join"),
        }

    def _answers(self) -> dict[str, Any]:
        typed = {name: value for inputs in EVERYTHING.values() for name, value in inputs.items()}
        for name, value in OTHERWISE.items():
            if self.chance.random() < 0.4:
                typed[name] = value
        files = [str(one) for one in self.pools["attachment_id"]]
        typed["f-files"] = self.chance.sample(files, 2)
        for name in list(typed):
            if self.chance.random() < 0.15:
                del typed[name]
            elif self.chance.random() < 0.03:
                typed[name] = self.chance.choice(("", "x" * 600, "=1+1", "\x00", "1e9999", "<b>", "'--", "٣"))
        typed["f-cloud-text-0"] = "示范云"
        return typed

    def _save(self) -> dict[str, Any]:
        return {
            "revision": str(self.chance.choice([*self.revisions, -1, 99])),
            "action": self.chance.choice(("save", "stay", "next", "previous", "upload", "")),
            "writer": self.chance.choice([*self.world.tokens, "another-page"]),
            "sequence": str(self.chance.randrange(9)),
            "rows": self.chance.choice(("", "", "", "add:f-needs", "remove:f-needs-r1", "copy:f-products-p1")),
            "remove-file": self.chance.choice(["", "", *map(str, self.pools["attachment_id"])]),
            "draft": str(self.chance.choice(self.pools["draft_id"])),
            "person": str(self.world.filler.pk) if self.chance.random() < 0.1 else "",
            **{f"reply-{pk}": self.chance.choice(("已更正", "", "字" * 501)) for pk in self.pools["remark_id"]},
            **({"keep-f-name": "mine", "keep-f-profile": "theirs"} if self.chance.random() < 0.1 else {}),
        }

    def _office(self) -> dict[str, Any]:
        own = {"f-done": self.chance.choice("是否"), "f-passed": "是", "f-sample": "否"}
        key = self.chance.choice([f"office-{self.chance.random()}", "key-review"])
        return {**own, "f-passed-text-1": "理由", "revision": self.chance.choice("001"), "idempotency_key": key}

    def _hand_in(self) -> dict[str, Any]:
        key = self.chance.choice([f"new-{self.chance.random()}", *self.world.tokens])
        return {"key": key, "declaration": "yes", "accept_unchanged": self.chance.choice(("yes", ""))}

    def _remark(self) -> dict[str, Any]:
        places = [
            ("f-name", ""),
            ("f-needs", "/r1"),
            ("f-needs", "/r2"),
            ("f-products", "/p1"),
            ("f-scenes", "/s1:p/i1"),
        ]
        others = [(field.id, "") for _section, field in FORM.fields()]
        files = [("f-files", f"/{self.pools['attachment_id'][0]}")]
        field_id, place = self.chance.choice([*places, *others, *files])
        text = self.chance.choice(("请补充", "改", "字" * 501, ""))
        return {"field_id": field_id, "place": place, "part": self.chance.choice(("", ":c-name", ":x")), "text": text}

    def _transition(self) -> dict[str, Any]:
        return {
            "expected_revision": self.chance.choice((0, 0, 0, 1, 2)),
            "idempotency_key": f"t{self.chance.random()}",
            "confirmed": self.chance.choice(("1", "1", "")),
            "comment": self.chance.choice(("同意", "", "<script>")),
            "facts": {"round": 9},
            "answers": {"s-basics": {"f-name": "改"}},
        }

    def _explain(self) -> dict[str, Any]:
        text = self.chance.choice(("因为又招了五十个人", "无"))
        return {"check": "k-staff", "text": text, "explain-k-staff": text}

    def _upload(self) -> dict[str, Any]:
        return {"field": self.chance.choice(("f-files", "f-files", "f-name")), "code": self.world.tokens[-1]}

    def _take_workbook(self) -> dict[str, Any]:
        read, take = self.world.workbook
        return {"read": read, "take": take} if self.chance.random() < 0.7 else {}

    def _other(self) -> dict[str, Any]:
        return {
            "version": "2",
            "organisation": str(self.chance.choice(self.firms)),
            "user": str(self.chance.choice(self.people)),
            "role": str(self.chance.choice(self.roles)),
            "valid_from": "2026-01-01",
            "unlocked": "f-name",
            "status": self.chance.choice(("open", "returned", "submitted")),
            "round": "1",
            "_method": "PUT",
            "next": "/my/forms/",
        }


def _pools(world: FuzzWorld) -> dict[str, list[Any]]:
    """Return what is real, by the name under which addresses ask for it."""
    transitions = [one["key"] for one in DEFINITION["transitions"]]
    sections = [name for one in FORM.sections for name in (one.id, one.key)]
    definition = world.version.definition_id
    under_review = [world.cases[state] for state in ("review", *ELSEWHERE)]
    return {
        "draft_id": [one.pk for one in world.drafts.values()],
        "submission_id": _pks(Submission),
        "attachment_id": _pks(Attachment),
        # Under review is where most can be done.
        "number": [one.number for one in (*world.cases.values(), *under_review * 2)],
        "remark_id": _pks(Remark),
        "step": [*sections, "check"],
        "section_id": [*sections, *["s-office"] * 5],
        "kind": ["docx", "pdf"],
        "extension": ["docx", "pdf", "xlsx"],
        "transition": transitions,
        "key": transitions,
        "code": [world.version.definition.code, world.tokens[-1]],
        "pk": [
            definition,
            *Membership.objects.values_list("pk", flat=True),
            *User.objects.values_list("pk", flat=True),
        ],
        "name": ["provider", "product"],
    }


def _pks(model: Any) -> list[Any]:
    return list(model.objects.order_by("pk").values_list("pk", flat=True))


def _multipart(payload: Mapping[str, Any], files: Mapping[str, SimpleUploadedFile]) -> tuple[bytes, str]:
    flat = {name: json.dumps(value) if isinstance(value, dict) else value for name, value in payload.items()}
    return encode_multipart(BOUNDARY, {**flat, **files}), MULTIPART_CONTENT
