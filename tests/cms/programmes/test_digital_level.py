"""The diagnosis sheet: scores by question, levels by the thresholds in the rule tables."""

from decimal import Decimal
from typing import Any

import pytest

from cms.core.reference.engine.rule_table import Row, RuleTable
from tests.cms.programmes.official import OfficialWorld, Sheet, official_form, official_tables, source

EDITION = source("digital_level_indicators.json")["editions"][0]
QUESTIONS = EDITION["questions"]
SCENES = {one["name"]: f"s{number}" for number, one in enumerate(EDITION["scene_dimension"]["scenes"], 1)}


def best(question: dict[str, Any]) -> Any:
    """Return the answer with the most points."""
    keys = [one["key"] for one in question["options"] if one["points"]]
    return keys if question["type"] == "multi" else keys[-1]


def answers_with(points: float) -> dict[str, Any]:
    """Return answers that score exactly this much: single questions and options of multiple ones, tried in order."""
    goal = Decimal(str(points))
    ways: dict[Decimal, dict[str, Any]] = {Decimal(0): {}}
    for question in QUESTIONS:
        fresh = dict(ways)
        for had, given in ways.items():
            for score, answer in choices_of(question):
                if had + score <= goal:
                    fresh.setdefault(had + score, {**given, f"q{question['no']}": answer})
        ways = fresh
    return ways[goal]


def choices_of(question: dict[str, Any]) -> list[tuple[Any, Any]]:
    scored = [(one["key"], Decimal(str(one["points"]))) for one in question["options"] if one["points"]]
    if question["type"] != "multi":
        return [(points, key) for key, points in scored]
    found = {}
    for first in range(len(scored)):
        for last in range(first, len(scored)):
            part = scored[first : last + 1]
            found.setdefault(sum(points for _key, points in part), [key for key, _points in part])
    return list(found.items())


def sheet(points: float, scenes: dict[str, int], **world: RuleTable) -> Sheet:
    given = {SCENES[name]: str(level) for name, level in scenes.items()}
    return Sheet("digital-level", {**answers_with(points), **given}, OfficialWorld(**world))


@pytest.mark.parametrize("vector", EDITION["test_vectors"], ids=lambda one: f"{one['base']}-{one['level']}")
def test_the_level_is_the_one_of_the_vectors(vector: dict[str, Any]) -> None:
    found = sheet(vector["base"], vector["scenes"])
    assert found.computed("score") == f"{vector['base']:g}"
    assert found.computed("level_no") == str(vector["level"])
    assert found.computed("level") == EDITION["level_names"][str(vector["level"])]


def test_the_best_answers_score_a_hundred_as_the_dimensions_promise() -> None:
    found = Sheet("digital-level", {f"q{one['no']}": best(one) for one in QUESTIONS})
    keys = {"数字化基础": "base_score", "数字化管理": "manage_score", "数字化成效": "effect_score"}
    for dimension in EDITION["scored_dimensions"]:
        assert found.computed(keys[dimension["name"]]) == str(dimension["points"])
    assert found.computed("score") == "100"


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: f"q{one['no']}")
def test_every_option_scores_what_the_indicators_say(question: dict[str, Any]) -> None:
    spec = {one.key: one for _section, one in official_form("digital-level").fields()}[f"q{question['no']}"]
    assert [(one.value, one.label, float(one.score)) for one in spec.choices] == [
        (one["key"], one["gist"], float(one["points"])) for one in question["options"]
    ]
    assert spec.type == ("checkbox" if question["type"] == "multi" else "radio")
    if question["type"] == "multi":
        assert [one.label for one in spec.choices if one.exclusive] == ["无"]


def test_there_are_sixteen_scenes_with_their_levels() -> None:
    fields = {one.key: one for _section, one in official_form("digital-level").fields()}
    for scene in EDITION["scene_dimension"]["scenes"]:
        spec = fields[SCENES[scene["name"]]]
        assert (spec.label, spec.group) == (scene["name"], scene["group"])
        assert [one.label.partition("：")[2] for one in spec.choices[1:]] == list(scene["levels"].values())


def test_what_is_disputed_is_changed_in_a_rule_table_without_touching_the_form() -> None:
    """Another implementation asks 6 scenes and 3 constrained ones for the third level."""
    table = official_tables()["数字化水平等级门槛"]
    rows = tuple(Row(row.when, ("60", "6", "3")) if row.when == ("3",) else row for row in table.rows)
    scenes = dict.fromkeys(["产品设计", "营销管理", "生产管控", "工艺设计", "售后服务", "计划排程"], 3)
    assert sheet(65, scenes).computed("level_no") == "2"
    changed = {"数字化水平等级门槛": RuleTable(table.conditions, table.results, rows)}
    assert sheet(65, scenes, **changed).computed("level_no") == "3"


def test_the_disputed_numbers_carry_their_source() -> None:
    thresholds = official_tables()["数字化水平等级门槛"]
    assert [row.when + row.then for row in thresholds.rows] == [
        (str(one["level"]), str(one["base_min"]), str(one["scenes_min"]), str(one["constrained_min"]))
        for one in EDITION["level_rules"]
    ]
    assert "6 个场景、3 个约束性场景" in next(row.note for row in thresholds.rows if row.when == ("3",))
