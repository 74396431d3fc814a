"""Messages are found without gettext, in code and in templates."""

import pytest

from scripts.extract import Untranslatable, from_python, from_template


def test_messages_of_code_are_found_with_their_context() -> None:
    source = (
        '_("One")\ngettext_lazy("Two " "halves")\npgettext("verb", "Three")\nngettext("%(n)s day", "%(n)s days", n)'
    )
    found = {(message.text, message.context) for message in from_python(source, "a.py")}
    assert found == {("One", None), ("Two halves", None), ("Three", "verb"), ("%(n)s day", None)}


def test_a_variable_is_a_look_up_and_not_a_message() -> None:
    assert list(from_python("_(title)\n_('')", "a.py")) == []


@pytest.mark.parametrize("call", ['_(f"Hello {name}")', '_("Hello " + name)'])
def test_a_message_that_no_catalogue_can_hold_is_refused(call: str) -> None:
    with pytest.raises(Untranslatable, match=r"a\.py:1"):
        list(from_python(call, "a.py"))


def test_messages_of_templates_are_found() -> None:
    source = """{% load i18n %}{% translate "Save (draft)" %}
    {% blocktranslate with name=x trimmed %}
      Hello {{ name }}
    {% endblocktranslate %}
    {% blocktranslate count n=n %}one day{% plural %}{{ n }} days{% endblocktranslate %}
    {% translate "Close" context "dialog" %}{{ _("Open") }}{% include "a.html" with title=_("Title") %}"""
    found = {(message.text, message.context) for message in from_template(source, "a.html")}
    assert found == {
        ("Save (draft)", None),
        ("Hello %(name)s", None),
        ("one day", None),
        ("Close", "dialog"),
        ("Open", None),
        ("Title", None),
    }
