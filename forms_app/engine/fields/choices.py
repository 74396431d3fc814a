"""Choices: one, one with words, several with an excluding one, and one choice before and after."""

from collections.abc import Mapping, Sequence
from typing import Any

from forms_app.engine.faults import Fault, _
from forms_app.engine.fields.base import (
    INDEX_LENGTH,
    FieldType,
    Indexed,
    Inputs,
    Post,
    fault,
    part_spec,
    typed_list,
    typed_text,
)
from forms_app.engine.lookups import Lookups
from forms_app.engine.spec import Choice, FieldSpec

TICKED, EMPTY = "☑", "□"
TEXT_LIMIT = 500
HALVES = ("before", "after")
# As the official sheets call them; formulas name the halves so.
HALF_LABELS = {"before": "改造前", "after": "改造后"}


def option(spec: FieldSpec, value: str) -> Choice | None:
    """Return the choice with this value, or None."""
    return next((choice for choice in spec.choices if choice.value == value), None)


def label_of(spec: FieldSpec, value: str) -> str:
    """Return the label of a choice; the value itself if the form no longer offers it."""
    choice = option(spec, value)
    return choice.label if choice else value


def boxes(spec: FieldSpec, ticked: Sequence[str], texts: Mapping[str, str] | None = None) -> str:
    """Return all choices with a box before each, words behind those that ask for them."""
    parts = []
    for choice in spec.choices:
        words = (texts or {}).get(choice.value, "")
        colon = "：" if choice.text else ""
        parts.append(f"{TICKED if choice.value in ticked else EMPTY}{choice.label}{colon}{words}")
    return "　".join(parts)


def unknown_choice(spec: FieldSpec, part: str = "") -> Fault:
    """Return the fault of an answer that the form does not offer."""
    return fault(spec, "choice", _("Choose one of the options offered for “%(label)s”."), part=part)


def words_fault(spec: FieldSpec, choice: Choice, text: str, part: str) -> Fault | None:
    """Return what is wrong with the words beside a choice."""
    limit = spec.max_length or TEXT_LIMIT
    if len(text) > limit:
        message = _("“%(label)s”: the text for “%(choice)s” may have at most %(limit)s characters; it has %(count)s.")
        return fault(spec, "too_long", message, part=part, choice=choice.label, limit=limit, count=len(text))
    return None


def _missing_words(spec: FieldSpec, choice: Choice, part: str) -> Fault:
    message = _("“%(label)s”: you chose “%(choice)s”; state the details or reasons.")
    return fault(spec, "required_text", message, part=part, choice=choice.label)


def suited(spec: FieldSpec, value: Any, wrong: list[Fault], answers: Mapping[str, Any]) -> tuple[Any, list[Fault]]:
    """Return a cleaned answer as it is, or refused where it does not belong to the answer that `spec.cascade` names.

    `answers` are those cleaned so far, by id. While the other field is blank there is nothing to contradict.
    """
    above = answers.get(spec.cascade) if spec.cascade else None
    if not isinstance(value, str) or not isinstance(above, str):
        return value, wrong
    chosen = option(spec, value)
    if chosen is None or chosen.parent in ("", above):
        return value, wrong
    message = _("“%(label)s”: “%(choice)s” does not belong to what was chosen above. Choose again.")
    return None, [*wrong, fault(spec, "cascade", message, choice=chosen.label)]


class Radio(FieldType):
    """One of a few."""

    name = "radio"

    def parse(self, spec: FieldSpec, post: Post, files_present: Sequence[str] = ()) -> Any:
        """Return all that was sent: two answers to a single choice are a fault, not the last one."""
        return typed_list(post, spec.id)

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[str | None, list[Fault]]:
        """Return the one choice."""
        if not raw:
            return None, []
        if len(raw) > 1:
            return None, [fault(spec, "one_only", _("Choose only one option for “%(label)s”."))]
        if option(spec, raw[0]) is None:
            return None, [unknown_choice(spec)]
        return raw[0], []

    def clean_among(
        self, spec: FieldSpec, raw: Any, lookups: Lookups, answers: Mapping[str, Any]
    ) -> tuple[Any, list[Fault]]:
        """Return the one choice if it belongs to the answer on which the options depend."""
        return suited(spec, *self.clean(spec, raw, lookups), answers)

    def required_faults(self, spec: FieldSpec, value: Any) -> list[Fault]:
        """Ask for a choice."""
        if spec.required and value is None:
            return [fault(spec, "required", _("Choose an option for “%(label)s”."))]
        return []

    def display(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return the label of the choice."""
        return label_of(spec, value)

    def paper(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return all choices with boxes."""
        return boxes(spec, [value] if value else [])

    def from_formula(self, spec: FieldSpec, result: Any) -> str | None:
        """Return the option whose value or label the formula gave."""
        found = next((one.value for one in spec.choices if result in (one.value, one.label)), None)
        return found if isinstance(result, str) else None


class Select(Radio):
    """One of many; the paper prints the answer alone."""

    name = "select"

    def paper(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return the label of the choice."""
        return label_of(spec, value) if value else ""


class RadioWithText(Radio):
    """One of a few, where some ask for a reason."""

    name = "radio_with_text"

    def parse(self, spec: FieldSpec, post: Post, files_present: Sequence[str] = ()) -> Any:
        """Return the choices sent and the words beside them."""
        return {"values": typed_list(post, spec.id), "text": typed_text(post, f"{spec.id}-text")}

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[Any, list[Fault]]:
        """Return the choice and, where it takes words, the words."""
        value, faults = super().clean(spec, raw["values"], lookups)
        choice = option(spec, value) if value else None
        text = raw["text"].strip()
        if choice is None:
            return None, faults
        cleaned = {"value": choice.value}
        if choice.text and text:
            wrong = words_fault(spec, choice, text, "text")
            if wrong:
                return cleaned, [wrong]
            cleaned["text"] = text
        return cleaned, []

    def required_faults(self, spec: FieldSpec, value: Any) -> list[Fault]:
        """Ask for a choice, and for the reason of a choice that needs one."""
        if value is None:
            return super().required_faults(spec, value)
        choice = option(spec, value["value"])
        if choice and choice.text == "required" and not value.get("text"):
            return [_missing_words(spec, choice, "text")]
        return []

    def display(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return the label with the reason."""
        words = value.get("text", "")
        return f"{label_of(spec, value['value'])}：{words}" if words else label_of(spec, value["value"])

    def paper(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return the boxes and the reason below them."""
        given = value or {}
        ticked = [given["value"]] if given else []
        plain = "　".join(f"{TICKED if c.value in ticked else EMPTY}{c.label}" for c in spec.choices)
        return f"{plain}\n{given['text']}" if given.get("text") else plain

    def index(self, spec: FieldSpec, value: Any) -> Indexed | None:
        """Return the choice alone."""
        return str(value["value"])[:INDEX_LENGTH], None

    def to_formula(self, spec: FieldSpec, value: Any) -> str:
        """Return the choice without its words."""
        return str(value["value"])

    def from_formula(self, spec: FieldSpec, result: Any) -> None:
        """Return nothing: a formula cannot give reasons."""
        return None

    def to_inputs(self, spec: FieldSpec, value: Any) -> Inputs:
        """Return the choice and the words."""
        inputs: Inputs = {spec.id: value["value"]}
        if value.get("text"):
            inputs[f"{spec.id}-text"] = value["text"]
        return inputs


class Checkbox(FieldType):
    """Several of a few, each perhaps with words; an exclusive one stands alone."""

    name = "checkbox"
    formula_kind = "list"

    def parse(self, spec: FieldSpec, post: Post, files_present: Sequence[str] = ()) -> Any:
        """Return the choices sent and the words beside each, by position."""
        texts = {i: typed_text(post, f"{spec.id}-text-{i}") for i, choice in enumerate(spec.choices) if choice.text}
        return {"values": typed_list(post, spec.id), "texts": texts}

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[Any, list[Fault]]:
        """Return the choices in the order of the form with the words of the chosen ones."""
        sent = raw["values"]
        if any(option(spec, value) is None for value in sent):
            return None, [unknown_choice(spec)]
        chosen = [choice for choice in spec.choices if choice.value in sent]
        alone = next((choice for choice in chosen if choice.exclusive), None)
        if alone and len(chosen) > 1:
            message = _("“%(label)s”: “%(choice)s” cannot be chosen together with another option.")
            return None, [fault(spec, "exclusive", message, choice=alone.label)]
        texts: dict[str, str] = {}
        faults: list[Fault] = []
        for index, choice in enumerate(spec.choices):
            text = raw["texts"].get(index, "").strip()
            if not text or choice not in chosen:
                continue
            wrong = words_fault(spec, choice, text, f"text-{index}")
            if wrong:
                faults.append(wrong)
            else:
                texts[choice.value] = text
        value = {"selected": [choice.value for choice in chosen], "texts": texts} if chosen else None
        return value, faults

    def required_faults(self, spec: FieldSpec, value: Any) -> list[Fault]:
        """Ask for a choice, and for the words of the choices that need them."""
        if value is None:
            missing = fault(spec, "required", _("Choose at least one option for “%(label)s”."))
            return [missing] if spec.required else []
        return [
            _missing_words(spec, choice, f"text-{index}")
            for index, choice in enumerate(spec.choices)
            if choice.text == "required" and choice.value in value["selected"] and not value["texts"].get(choice.value)
        ]

    def display(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return the labels with their words."""
        parts = []
        for chosen in value["selected"]:
            words = value["texts"].get(chosen, "")
            parts.append(f"{label_of(spec, chosen)}（{words}）" if words else label_of(spec, chosen))
        return "、".join(parts)

    def paper(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return all choices with boxes and words."""
        return boxes(spec, value["selected"] if value else [], value["texts"] if value else None)

    def index(self, spec: FieldSpec, value: Any) -> Indexed | None:
        """Return the choices."""
        return "、".join(value["selected"])[:INDEX_LENGTH], None

    def to_formula(self, spec: FieldSpec, value: Any) -> list[str]:
        """Return what was chosen, without the words."""
        return [str(one) for one in value["selected"]]

    def to_inputs(self, spec: FieldSpec, value: Any) -> Inputs:
        """Return the choices and the words by position."""
        inputs: Inputs = {spec.id: list(value["selected"])}
        for index, choice in enumerate(spec.choices):
            if value["texts"].get(choice.value):
                inputs[f"{spec.id}-text-{index}"] = value["texts"][choice.value]
        return inputs


class BeforeAfter(FieldType):
    """One choice of an ascending scale before, and one after."""

    name = "before_after"
    formula_kind = "list"
    has_halves = True

    def parse(self, spec: FieldSpec, post: Post, files_present: Sequence[str] = ()) -> Any:
        """Return both choices as sent."""
        return {half: typed_list(post, f"{spec.id}-{half}") for half in HALVES}

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[dict[str, str] | None, list[Fault]]:
        """Return both choices; a step down is allowed but pointed out."""
        value: dict[str, str] = {}
        faults: list[Fault] = []
        for half in HALVES:
            if not raw[half]:
                continue
            if len(raw[half]) > 1 or option(spec, raw[half][0]) is None:
                faults.append(unknown_choice(spec, half))
            else:
                value[half] = raw[half][0]
        scale = [choice.value for choice in spec.choices]
        if len(value) == 2 and scale.index(value["after"]) < scale.index(value["before"]):
            message = _("“%(label)s”: the level after is lower than the level before. Check that this is right.")
            faults.append(fault(spec, "lower_after", message, part="after", notice=True))
        return value or None, faults

    def required_faults(self, spec: FieldSpec, value: Any) -> list[Fault]:
        """Ask for both choices if the field is required."""
        if not spec.required:
            return []
        messages = {
            "before": _("Choose “%(label)s” before the transformation."),
            "after": _("Choose “%(label)s” after the transformation."),
        }
        missing = [half for half in HALVES if not (value or {}).get(half)]
        return [fault(spec, "required_part", messages[half], part=half) for half in missing]

    def display(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return 一级 → 二级."""
        return " → ".join(label_of(spec, value[half]) if value.get(half) else "—" for half in HALVES)

    def paper_parts(self, spec: FieldSpec, value: Any, lookups: Lookups) -> Mapping[str, str]:
        """Return both labels."""
        given = value or {}
        return {half: label_of(spec, given[half]) if given.get(half) else "" for half in HALVES}

    def index(self, spec: FieldSpec, value: Any) -> Indexed | None:
        """Return the newest choice."""
        return str(value.get("after") or value.get("before", ""))[:INDEX_LENGTH], None

    def formula_parts(self, spec: FieldSpec) -> tuple[FieldSpec, ...]:
        """Return [等级（改造前）] and [等级（改造后）]."""
        return tuple(part_spec(spec, half, HALF_LABELS[half], "radio") for half in HALVES)

    def to_formula(self, spec: FieldSpec, value: Any) -> list[str]:
        """Return both choices as far as they are known."""
        return [str(value[half]) for half in HALVES if value.get(half)]

    def to_inputs(self, spec: FieldSpec, value: Any) -> Inputs:
        """Return both choices."""
        return {f"{spec.id}-{half}": value[half] for half in HALVES if value.get(half)}
