"""A step of sixty questions: as a form of the site, as typed input, and as a Django form written by hand."""

from dataclasses import dataclass
from typing import Any

from cms.accounts.models import User
from forms_app.engine.compile import spec_from_json
from forms_app.facade import definition_load
from forms_app.models import FormVersion

CODE = "bench-sixty"
SECTION = "sheet"
CHOICES = ("国有", "民营", "外资", "混合所有制", "其他")
INDUSTRIES = tuple(f"细分行业{number:02d}" for number in range(1, 13))
PROFILE = "公司主营汽车零部件的研发、生产与销售，现有产线六条，已应用资源计划和制造执行系统，设备联网率约四成。" * 3


@dataclass(frozen=True)
class Question:
    """One question in both worlds: `type` as the engine names it, `typed` what a person enters."""

    key: str
    label: str
    type: str
    typed: str
    attributes: dict[str, Any]


def _questions() -> tuple[Question, ...]:
    """Return ten kinds of question, six times each."""
    kinds: list[tuple[str, str, str, dict[str, Any]]] = [
        ("企业名称", "text", "青岚县云岭精密机械有限公司", {"max_length": 100}),
        ("注册地址", "text", "青岚县经济开发区创新路18号", {"max_length": 200, "help": "与营业执照一致"}),
        ("企业信用代码", "credit_code", "91110000600037341L", {}),
        ("联系方式", "phone", "13800138000", {}),
        ("基本情况", "textarea", PROFILE, {"max_length": 500, "help": "500字以内"}),
        ("企业性质", "radio", "民营", {"choices": list(CHOICES)}),
        ("细分行业", "select", INDUSTRIES[0], {"choices": list(INDUSTRIES)}),
        ("营业收入", "money", "12345.67", {"unit": "万元"}),
        ("从业人员", "number", "140", {"unit": "人", "decimals": 0}),
        ("成立日期", "date", "2015-10-20", {}),
    ]
    return tuple(
        Question(f"{kind}{part}_{index}", f"{label}{part}", kind, typed, attributes)
        for part in range(1, 7)
        for index, (label, kind, typed, attributes) in enumerate(kinds)
    )


QUESTIONS = _questions()
WRONG = {question.key for question in QUESTIONS if question.type in ("credit_code", "money")}


def load_form() -> None:
    """Publish the form with its one step of sixty questions."""
    fields = [
        {"key": one.key, "label": one.label, "type": one.type, "required": True, **one.attributes} for one in QUESTIONS
    ]
    section = {"key": SECTION, "title": "六十项", "fields": fields}
    definition_load(
        {"code": CODE, "title": "六十项的表", "audience": ["enterprise"], "sections": [section]},
        publish=True,
        actor=User.objects.get(email="publisher@example.com"),
    )


def typed_by_key(*, wrong: bool) -> dict[str, str]:
    """Return what a person types: question marks where it shall be wrong."""
    return {one.key: "?" if wrong and one.key in WRONG else one.typed for one in QUESTIONS}


def typed_by_id(*, wrong: bool) -> dict[str, str]:
    """Return the same as the wizard's inputs, which are named by the fields' ids."""
    content = FormVersion.objects.filter(definition__code=CODE).latest("number").content
    ids = {field.key: field.id for field in spec_from_json(content).sections[0].fields}
    return {ids[key]: text for key, text in typed_by_key(wrong=wrong).items()}
