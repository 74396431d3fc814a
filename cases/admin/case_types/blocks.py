"""The editor's cards. Their inputs are those of cases/engine/editor.py, in the words of those who know no YAML."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cases.admin.case_types import choices
from cases.admin.case_types.bodies import meeting, notice, panel, signing
from cases.admin.case_types.calls import effects_block, requirements_block
from cases.admin.case_types.cards import Children, card, choice, code, flag, items, long_text, number, text, ticks
from cases.admin.case_types.inputs import FirstPartsBlock, KeyBlock, KeysBlock, PartsBlock


def phases() -> PartsBlock:
    """Return the phases."""
    children: Children = [
        ("title", text(_("Title of the phase"), required=True)),
        ("public_title", text(_("What the applicant reads"), help_text=_("Blank: the title itself."))),
        ("key", code()),
    ]
    return FirstPartsBlock(
        [("phase", card(children, label=_("Phase"), icon="list-ol"))], collapsed=True, required=False
    )


def documents() -> PartsBlock:
    """Return the documents."""
    children: Children = [
        ("title", text(_("Title of the document"), required=True)),
        ("party", choice(_("Uploaded by"), choices.PARTIES, required=True)),
        ("signers", ticks(_("Signed by"), choices.PARTIES, help_text=_("Each uploads a stamped scan."))),
        ("key", code()),
    ]
    block = card(children, label=_("Document of a case"), icon="doc-full", label_format="{title} · {party}")
    return PartsBlock([("document", block)], collapsed=True, required=False)


def deadlines() -> PartsBlock:
    """Return the deadlines."""
    escalation: Children = [
        ("after", number(_("Working days after the last day"), required=True)),
        ("roles", KeysBlock("roles", label=_("Tell these roles"))),
    ]
    children: Children = [
        ("title", text(_("Title of the deadline"), required=True)),
        ("length", number(_("Length"), required=True)),
        ("unit", choice(_("Counted in"), choices.UNITS, required=True, default="working_day")),
        ("runs_in", KeysBlock("states", required=True, label=_("Runs in these states"))),
        ("pauses_in", KeysBlock("states", label=_("Stands still in these states"))),
        (
            "remind",
            text(_("Remind before the last day"), help_text=_("Working days before, such as 3、1")),
        ),
        ("escalate", items(escalation, _("When it is overdue"), label_format="{after}")),
        (
            "on_expire",
            KeyBlock("transitions", label=_("Action of the system the day after"), help_text=_("Blank: none.")),
        ),
        ("key", code()),
    ]
    block = card(
        children,
        label=_("Time limit"),
        icon="time",
        label_format="{title} · {length} {unit}",
        folded=("remind", "escalate", "on_expire", "key"),
    )
    return PartsBlock([("deadline", block)], collapsed=True, required=False)


def states() -> PartsBlock:
    """Return the states."""
    hidden: Children = [
        ("role", KeyBlock("roles", required=True, label=_("Role that does not see"))),
        ("sections", KeysBlock("sections", required=True, label=_("Hidden sections"))),
    ]
    bodies = [("panel", panel()), ("sign", signing()), ("meeting", meeting())]
    children: Children = [
        ("title", text(_("Title of the state"), required=True, help_text=_("The office's word, such as 待县级审查"))),
        ("kind", choice(_("Kind of state"), choices.KINDS, required=True, default="work")),
        ("phase", KeyBlock("phases", label=_("Phase of the procedure"))),
        ("public_title", text(_("What the applicant reads"), help_text=_("Blank: the title itself."))),
        ("public_next", long_text(_("What comes next, in the applicant's words"))),
        (
            "decides",
            blocks.StreamBlock(bodies, label=_("Decided by a body"), required=False, max_num=1, icon="group"),
        ),
        (
            "notice",
            blocks.StreamBlock([("notice", notice())], label=_("Notice on the public site"), required=False, max_num=1),
        ),
        *(
            (f"sections_{party}", KeysBlock("sections", label=label))
            for party, label in (
                ("enterprise", _("The enterprise may fill in")),
                ("provider", _("The service provider may fill in")),
                ("county", _("The county office may fill in")),
            )
        ),
        ("hidden", items(hidden, _("Sections hidden from roles"), label_format="{role}")),
        ("assign", choice(_("Assigned to"), choices.ASSIGN)),
        (
            "retention",
            choice(
                _("Retention of cases that end here"), choices.RETENTION, help_text=_("Blank: that of the case type.")
            ),
        ),
        ("key", code()),
    ]
    block = card(
        children,
        label=_("State of a case"),
        icon="radio-full",
        label_format="{title} · {kind}",
        folded=("sections_enterprise", "sections_provider", "sections_county", "hidden", "assign", "retention", "key"),
    )
    return PartsBlock([("state", block)], collapsed=True, required=False)


def transitions() -> PartsBlock:
    """Return the transitions."""
    guard: Children = [
        ("formula", text(_("Formula that must be true"), required=True, help_text=_("Such as =[注册资本]>=100"))),
        ("message", text(_("What is said otherwise"), required=True)),
    ]
    fills = _("{case_number}, {title}, {state} and {comment} are filled in.")
    message: Children = [
        ("to", choice(_("Who is told"), choices.AUDIENCES, required=True)),
        ("roles", KeysBlock("roles", label=_("Only these roles of the offices"))),
        ("title", text(_("Title of the message"), required=True, help_text=fills)),
        ("body", long_text(_("Text of the message"), help_text=fills)),
        (
            "channels",
            ticks(_("Sent"), choices.CHANNELS, help_text=_("None ticked: on this site and by e-mail.")),
        ),
    ]
    children: Children = [
        ("title", text(_("Title of the action"), required=True, help_text=_("What the button says, such as 推荐"))),
        ("from", KeysBlock("states", required=True, label=_("From these states"))),
        (
            "to",
            KeysBlock("targets", required=True, label=_("Leads to"), help_text=_("Several: the actor chooses.")),
        ),
        ("scope", choice(_("Who acts"), choices.SCOPES, required=True)),
        ("roles", KeysBlock("roles", label=_("Roles that may act"))),
        ("requires", requirements_block()),
        ("effects", effects_block()),
        ("notify", items(message, _("Messages"), label_format="{to} {title}", collapsed=True)),
        ("exclude", ticks(_("Who may not act, though the role would allow it"), choices.EXCLUDED)),
        ("guards", items(guard, _("Conditions"), label_format="{formula}")),
        ("public_title", text(_("What the applicant reads"), help_text=_("Blank: the title itself."))),
        ("style", choice(_("Look of the button"), choices.STYLES)),
        ("confirm", text(_("Question asked first"), help_text=_("For what cannot be undone."))),
        ("letter", text(_("Letter template"), help_text=_("Name of the .docx template; blank: no letter."))),
        ("recall", flag(_("May be taken back until the next person acts"))),
        ("key", code()),
    ]
    block = card(
        children,
        label=_("Action on a case"),
        icon="arrow-right",
        label_format="{title} · {to}",
        folded=("exclude", "guards", "public_title", "style", "confirm", "letter", "recall", "key"),
    )
    return PartsBlock([("transition", block)], collapsed=True, required=False)
