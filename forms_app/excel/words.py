"""The words of the workbook, in the language of the reader."""

from django.utils.translation import gettext as _

from forms_app.excel.plan import Box


def part_words(part: str) -> str:
    """Return how a part of a field is called; an option is called as it is."""
    known = {
        "before": _("before"),
        "after": _("after"),
        "start": _("start date"),
        "end": _("end date"),
        "text": _("details or reasons"),
        "name": _("metric"),
        "unit": _("unit"),
    }
    return known.get(part, part)


def heading_of(box: Box) -> str:
    """Return what stands before or above a cell."""
    if box.kind == "none":
        return box.label
    words = part_words(box.part)
    label = f"{box.label} · {words}" if box.label and words else box.label or words
    return f"{label} *" if box.required else label


def about_elsewhere(box: Box, leads_to: str) -> str:
    """Return what to do about a field that is not filled in in this cell."""
    if leads_to:
        return _("→ sheet “%(name)s”") % {"name": leads_to}
    return {
        "file": _("Upload the files on the page of this form."),
        "scan": _("Upload the files on the page of this form."),
        "declaration": _("Confirm this on the page of this form."),
        "note": "",
    }.get(box.part, _("Computed by itself."))
