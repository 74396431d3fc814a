"""What the wizard is measured against: a form as a Django developer would write it by hand."""

import json
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.validators import RegexValidator
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bench.sheet import QUESTIONS, Question


def _pairs(names: list[str]) -> list[tuple[str, str]]:
    return [(name, name) for name in names]


def _field(question: Question) -> forms.Field:
    common = {"label": question.label, "help_text": question.attributes.get("help", "")}
    longest = question.attributes.get("max_length")
    made: dict[str, Any] = {
        "text": lambda: forms.CharField(max_length=longest, **common),
        "credit_code": lambda: forms.CharField(validators=[RegexValidator(r"^[0-9A-Z]{18}$")], **common),
        "phone": lambda: forms.CharField(validators=[RegexValidator(r"^[\d\- ]{7,20}$")], **common),
        "textarea": lambda: forms.CharField(max_length=longest, widget=forms.Textarea, **common),
        "radio": lambda: forms.ChoiceField(
            choices=_pairs(question.attributes["choices"]), widget=forms.RadioSelect, **common
        ),
        "select": lambda: forms.ChoiceField(choices=_pairs(["", *question.attributes["choices"]]), **common),
        "money": lambda: forms.DecimalField(max_digits=18, decimal_places=6, **common),
        "number": lambda: forms.IntegerField(min_value=0, **common),
        "date": lambda: forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), **common),
    }
    return made[question.type]()


# The class statement that a developer would write, sixty lines long, with the same outcome.
StaticSheetForm = type("StaticSheetForm", (forms.Form,), {one.key: _field(one) for one in QUESTIONS})


def create_table() -> None:
    """Make the table into which the hand-written form saves."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_static (person bigint PRIMARY KEY, data text NOT NULL)")


def _stored(person: int) -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM bench_static WHERE person = %s", [person])
        row = cursor.fetchone()
    return json.loads(row[0]) if row else {}


@login_required
def static_form(request: HttpRequest) -> HttpResponse:
    """Show and save the form: the whole site around it, one row read, one row written."""
    if request.method == "POST":
        form = StaticSheetForm(request.POST, request.FILES)
        if form.is_valid():
            data = {name: str(value) for name, value in form.cleaned_data.items()}
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO bench_static (person, data) VALUES (%s, %s) "
                    "ON CONFLICT (person) DO UPDATE SET data = excluded.data",
                    [request.user.pk, json.dumps(data)],
                )
            return redirect("bench_static_form")
    else:
        form = StaticSheetForm(initial=_stored(request.user.pk))
    return render(request, "bench/static_form.html", {"form": form})
