"""Two people in one section: what the other one saved, beside what was typed."""

from forms_app.engine.lookups import Lookups
from forms_app.engine.spec import SectionSpec
from forms_app.errors import StaleDraft
from forms_app.selectors.sheet import display_parts


def stored_beside(section: SectionSpec, stale: StaleDraft, lookups: Lookups) -> dict[str, str]:
    """Return, by field id, the stored answers that differ from the typed ones, as text."""
    found = {}
    for spec in section.fields:
        stored = stale.stored.get(spec.id)
        if stored != stale.typed.get(spec.id):
            text, items = display_parts(spec, stored, lookups)
            found[spec.id] = text or "\n".join(str(item) for item in items)
    return found
