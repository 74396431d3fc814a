"""Cases in three counties of two cities and in every state, each with a form, a picture and its own enterprise."""

import io
from dataclasses import dataclass, replace

from PIL import Image

from cases.models import Case, CaseType, CaseTypeVersion
from cms.accounts.models import Organisation, Region, User
from cms.core.audit import sha256_of
from forms_app.models import Attachment
from tests.cases import desk_world
from tests.cases.sheets import SheetWorld, with_file
from tests.cms.accounts.conftest import make_member, make_organisation, make_region, make_user
from tests.forms_app.world import World, make_world

# What each case is called in the matrix: the county, and what is special about it.
STATES = {
    "qinglan-review": "review",
    "qinglan-returned": "returned",
    "qinglan-accepted": "accepted",
    "fengling-review": "review",
    "donghe-review": "review",
    "donghe-accepted": "accepted",
    # Named after its level: readable for the city and the parties, and for whoever was let in.
    "qinglan-secret": "review",
    "fengling-open": "review",
}
LEVELS = {"qinglan-secret": "confidential", "fengling-open": "public"}
COUNTIES = {"qinglan": "999921", "fengling": "999922", "donghe": "998821"}


NOTE = "note"
TOLD_ROLES = ("county_reviewer", "city_reviewer", "org_admin", "org_member")


def _with_messages() -> CaseTypeVersion:
    """Publish the desk's case type with a step of which everybody is told who is told of anything."""
    messages = [
        {"to": "applicant", "title": "{case_number} {title}", "body": "{comment}"},
        {"to": "reviewers", "roles": ["county_reviewer", "city_reviewer"], "title": "{case_number} {title}"},
    ]
    steps = [
        {**step, "notify": messages} if step["key"] == NOTE else step for step in desk_world.DEFINITION["transitions"]
    ]
    definition = {**desk_world.DEFINITION, "transitions": steps}
    kind = CaseType.objects.get(key="sheet")
    return CaseTypeVersion.objects.create(case_type=kind, number=2, definition=definition, sha256=sha256_of(definition))


@dataclass(frozen=True)
class Place:
    """One case with what its read paths need."""

    key: str
    case: Case
    firm: Organisation
    filler: User
    attachment: Attachment

    @property
    def words(self) -> tuple[str, ...]:
        """Return what is written nowhere else: where one of them stands, the case is told."""
        return self.case.number, self.firm.name


@dataclass(frozen=True)
class Matrix:
    """The cases by key, and the regions and offices around them."""

    forms: World
    places: dict[str, Place]
    regions: dict[str, Region]
    provider: Organisation
    other_provider: Organisation

    def bureau(self, where: str) -> Organisation:
        """Return a new office of a county or city."""
        return make_organisation(self.regions[where], kind="bureau")

    def person(self, name: str, organisation: Organisation | None = None, role: str = "") -> User:
        """Return a new person, with one membership and what it opens in the admin."""
        user = make_user(f"{name.replace(' ', '-')}@matrix.example.com")
        if organisation is not None:
            made = make_member(user, organisation, role)
            if made.role.group is not None:
                user.groups.add(made.role.group)
        return user


def make_matrix() -> Matrix:
    """Build it."""
    forms = make_world()
    province = Region.objects.get(code="990000")
    other_city = make_region("998800", "东河市", "city", province)
    make_region("998821", "东河县", "county", other_city)
    regions = {name: Region.objects.get(code=code) for name, code in COUNTIES.items()}
    regions.update(city=Region.objects.get(code="999900"), other_city=other_city)
    places = {key: _place(forms, regions[key.split("-")[0]], key, state) for key, state in STATES.items()}
    provider = make_organisation(regions["qinglan"], kind="provider")
    Case.objects.filter(pk=places["qinglan-review"].case.pk).update(provider=provider)
    Case.objects.update(version=_with_messages())
    for key, level in LEVELS.items():
        Case.objects.filter(pk=places[key].case.pk).update(confidentiality=level)
    other_provider = make_organisation(regions["qinglan"], kind="provider")
    return Matrix(forms, places, regions, provider, other_provider)


def _place(forms: World, region: Region, key: str, state: str) -> Place:
    firm = make_organisation(region, name=f"矩阵企业-{key}-有限公司")
    filler = make_user(f"{key}@matrix.example.com")
    make_member(filler, firm, "org_member")
    submission = replace(forms, firm=firm, filler=filler).submitted(key=f"matrix-{key}")
    case = desk_world.case(firm, state=state, submission=submission)
    sheet = SheetWorld(replace(forms, filler=filler), submission, case)
    return Place(key, case, firm, filler, with_file(sheet, key=f"file-{key}", picture=_png()))


def _png() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (32, 32), "teal").save(stream, "PNG")
    return stream.getvalue()
