"""Names from a directory: what the id is worth, and what happens without it."""

from collections.abc import Collection
from typing import Any

from forms_app.directories import DirectoryReader, RegisteredDirectory
from forms_app.engine.answers import TypedInput, clean_section
from forms_app.engine.check import form_problems
from forms_app.engine.compile import field_from_json, spec_from_json
from forms_app.engine.document import spec_from_document
from forms_app.engine.fields import field_type
from forms_app.engine.lookups import Entry, FixedLookups
from forms_app.engine.spec import FieldSpec, SectionSpec
from tests.forms_app.engine.specs import a_field


def directory_of(*entries: Entry) -> DirectoryReader:
    """Return a directory with these entries."""

    def pick(ids: Collection[int], names: Collection[str]) -> list[Entry]:
        return [one for one in entries if int(one.id) in ids or one.text in names]

    return DirectoryReader(RegisteredDirectory(search=lambda *_asked: entries, pick=pick))


PROVIDERS = directory_of(Entry("1", "云溪数科"), Entry("2", "同名公司"), Entry("3", "同名公司"))
PRODUCTS = directory_of(
    Entry("11", "制造执行", "云溪数科", above="1"),
    Entry("12", "通用看板", "云溪数科", above="1"),
    Entry("21", "通用看板", "同名公司", above="2"),
    Entry("22", "下架产品", "同名公司", above="2", offered=False),
)
LOOKUPS = FixedLookups(directories={"provider": PROVIDERS, "product": PRODUCTS})
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


PROVIDER = {"id": "p", "key": "provider", "label": "服务商", "type": "directory", "directory": "provider"}
PRODUCT = {"id": "q", "key": "product", "label": "产品", "type": "directory", "directory": "product", "cascade": "p"}


def section(*fields: dict[str, Any], typed: bool = False) -> SectionSpec:
    made: list[FieldSpec] = [field_from_json({**one, "allow_typed": typed}) for one in fields]
    return SectionSpec("s", "s", "部分", fields=tuple(made))


def together(typed: bool, **sent: str) -> tuple[dict[str, Any], list[str]]:
    post = TypedInput({name.replace("_", "-"): text for name, text in sent.items()})
    result = clean_section(section(PROVIDER, PRODUCT, typed=typed), post, LOOKUPS, ["p", "q"])
    return dict(result.values), [one.message % one.params for one in result.faults]


def test_a_product_of_another_provider_is_refused_and_both_are_named() -> None:
    for typed in (False, True):
        values, (message,) = together(typed, p="同名公司", p_id="2", q="制造执行", q_id="11")
        assert values == {"p": {"id": "2", "text": "同名公司"}}
        assert all(word in message for word in ("产品", "制造执行", "“云溪数科”", "“同名公司”"))


def test_a_name_finds_the_product_of_the_chosen_provider_even_if_others_have_one_of_that_name() -> None:
    assert together(False, p="云溪数科", q="通用看板")[0]["q"] == {"id": "12", "text": "通用看板"}
    assert together(False, p="同名公司", p_id="2", q="通用看板")[0]["q"] == {"id": "21", "text": "通用看板"}
    assert together(False, p="同名公司", p_id="2", q="通用看板", q_id="12")[0]["q"]["id"] == "21"
    assert "q" not in together(False, q="通用看板")[0]


def test_without_a_provider_there_is_nothing_to_contradict() -> None:
    assert together(False, q="制造执行") == ({"q": {"id": "11", "text": "制造执行"}}, [])


def test_a_name_may_be_typed_below_a_provider_that_does_not_list_it_where_the_form_allows_it() -> None:
    values, faults = together(True, p="名录外公司", q="制造执行")
    assert (values["q"], faults) == ({"id": "", "text": "制造执行"}, [])
    assert together(True, p="同名公司", p_id="2", q="制造执行")[0]["q"] == {"id": "", "text": "制造执行"}
    assert len(together(False, p="同名公司", p_id="2", q="制造执行")[1]) == 1


def test_an_entry_that_is_not_offered_any_more_stays_but_is_not_found_by_name() -> None:
    assert together(False, p="同名公司", p_id="2", q="下架产品", q_id="22")[0]["q"]["id"] == "22"
    assert "q" not in together(False, p="同名公司", p_id="2", q="下架产品")[0]


def test_the_rows_of_a_table_ask_their_directory_once_however_many_there_are() -> None:
    asked: list[tuple[int, int]] = []

    def pick(ids: Collection[int], names: Collection[str]) -> list[Entry]:
        asked.append((len(ids), len(names)))
        return [Entry(str(one), f"公司{one}") for one in range(50) if one in ids]

    directory = DirectoryReader(RegisteredDirectory(search=lambda *_asked: [], pick=pick))
    table = {"id": "t", "key": "t", "label": "表", "type": "table", "columns": [PROVIDER]}
    sent = {"t-rows": ",".join(f"r{one}" for one in range(50))}
    for one in range(50):
        sent |= {f"t-r{one}-p": f"公司{one}", f"t-r{one}-p-id": str(one)}
    lookups = FixedLookups(directories={"provider": directory})
    result = clean_section(section(table), TypedInput(sent), lookups, ["t"])
    assert [one["p"]["id"] for one in result.values["t"]] == [str(one) for one in range(50)]
    assert asked == [(50, 50)]


def test_a_row_is_narrowed_by_its_own_provider() -> None:
    columns = [PROVIDER, PRODUCT]
    table = {"id": "t", "key": "t", "label": "表", "type": "table", "columns": columns}
    sent = {"t-rows": "r1,r2", "t-r1-p": "云溪数科", "t-r1-q": "通用看板", "t-r2-p": "云溪数科", "t-r2-q": "下架产品"}
    sent |= {"t-r2-q-id": "22"}
    result = clean_section(section(table), TypedInput(sent), LOOKUPS, ["t"])
    assert [row.get("q") for row in result.values["t"]] == [{"id": "12", "text": "通用看板"}, None]
    assert [(one.path, one.row) for one in result.faults] == [("t-r2-q", 2)]
    assert result.rejected["t-r2-q"] == "下架产品"


def test_an_entry_depends_on_an_entry_that_stands_before_it_and_a_file_names_it_by_its_key() -> None:
    def places(*fields: dict[str, Any]) -> list[Any]:
        one = {"key": "s", "title": "部分", "parties": ["enterprise"], "fields": list(fields)}
        spec = spec_from_document({"code": "c", "title": "表", "sections": [one]})
        return [problem.place[-1] for problem in form_problems(spec)]

    by_key = {**PRODUCT, "cascade": "provider"}
    choice = {"key": "provider", "label": "服务商", "type": "select", "choices": ["甲"]}
    assert places(PROVIDER, by_key) == []
    assert places(by_key, PROVIDER) == ["cascade"]
    assert places(choice, by_key) == ["cascade"]
