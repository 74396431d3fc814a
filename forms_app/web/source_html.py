"""Where an answer comes from that nobody typed, said below its field."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from forms_app.engine.sources import Source, standing
from forms_app.models import SectionAnswer
from forms_app.web.fill import Fill


def with_sources(fill: Fill, answer: SectionAnswer) -> None:
    """Tell a fill the sources of the answers that are still as they were taken over."""
    found = standing(answer.sources, answer.data)
    fill.below = {**fill.below, **{one: source_html(source) + fill.below.get(one, "") for one, source in found.items()}}


def source_html(source: Source) -> SafeString:
    """Return the line below a field."""
    if source.kind == "profile":
        text = _("From the data of your organisation")
    else:
        text = _("Taken over from %(reference)s of %(year)s") % {"reference": source.reference, "year": source.year}
    return format_html('<p class="field-source">{}</p>', text)
