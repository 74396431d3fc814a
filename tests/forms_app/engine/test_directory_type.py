"""Names from a directory: what the id is worth, and what happens without it."""

from typing import Any

from forms_app.engine.answers import TypedInput
from forms_app.engine.check import form_problems
from forms_app.engine.compile import spec_from_json
from forms_app.engine.fields import field_type
from forms_app.engine.lookups import FixedLookups
from tests.forms_app.engine.specs import a_field


class Providers:
    """Three providers, two of the same name."""

    names = {"1": "云溪数科", "2": "同名公司", "3": "同名公司"}

    def entry(self, entry_id: str) -> str | None:
        return self.names.get(entry_id)

    def named(self, text: str) -> str:
        found = [one for one, name in self.names.items() if name == text]
        return found[0] if len(found) == 1 else ""


LOOKUPS = FixedLookups(directories={"provider": Providers()})
STRICT = a_field("directory", directory="provider")
OPEN = a_field("directory", directory="provider", allow_typed=True)


def read(spec: Any, text: str, entry_id: str = "") -> tuple[Any, list[str]]:
    kind = field_type("directory")
    value, faults = kind.clean(spec, kind.parse(spec, TypedInput({"f1": text, "f1-id": entry_id})), LOOKUPS)
    return value, [one.code for one in faults]


def test_an_entry_is_kept_with_its_id_and_its_name() -> None:
    assert read(STRICT, " 云溪数科 ", "1") == ({"id": "1", "text": "云溪数科"}, [])
    assert read(STRICT, "同名公司", "3") == ({"id": "3", "text": "同名公司"}, [])


def test_without_scripts_the_name_alone_finds_the_entry() -> None:
    assert read(STRICT, "云溪数科") == ({"id": "1", "text": "云溪数科"}, [])


def test_an_id_that_does_not_belong_to_the_name_counts_nothing() -> None:
    assert read(STRICT, "云溪数科", "2") == ({"id": "1", "text": "云溪数科"}, [])
    assert read(OPEN, "别的公司", "1") == ({"id": "", "text": "别的公司"}, [])
    assert read(STRICT, "别的公司", "1") == (None, ["directory"])


def test_a_name_that_two_entries_have_is_no_choice() -> None:
    assert read(STRICT, "同名公司") == (None, ["directory"])
    assert read(OPEN, "同名公司") == ({"id": "", "text": "同名公司"}, [])


def test_a_directory_that_nobody_registered_offers_nothing() -> None:
    unknown = a_field("directory", directory="nowhere")
    assert read(unknown, "云溪数科", "1") == (None, ["directory"])


def test_blank_is_blank_and_a_name_has_its_limit() -> None:
    assert read(STRICT, "  ", "1") == (None, [])
    assert read(OPEN, "字" * 201) == (None, ["too_long"])


def test_a_field_without_a_directory_is_not_published() -> None:
    field = {"id": "f1", "key": "a", "label": "服务商", "type": "directory"}
    form = {"code": "c", "title": "表", "sections": [{"id": "s1", "key": "s", "title": "部分", "fields": [field]}]}
    assert [one.place[-1] for one in form_problems(spec_from_json(form))] == ["directory"]
