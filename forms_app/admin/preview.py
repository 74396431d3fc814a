"""The form as its filler will see it, before it is published."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.safestring import SafeString

from cms.accounts.facade import region_names
from cms.core.audit import sha256_of
from forms_app.engine.compile import spec_to_json
from forms_app.engine.lookups import FixedLookups
from forms_app.engine.spec import FormSpec, SectionSpec
from forms_app.models import FormDefinition
from forms_app.services.stream_of_form import spec_of_definition
from forms_app.web.fill import Fill, section_html
from forms_app.web.fragments import section_fragments


@dataclass(frozen=True, slots=True)
class SectionPreview:
    """A section and its fields as HTML, blank and open."""

    section: SectionSpec
    html: SafeString


def preview_of(definition: FormDefinition) -> list[SectionPreview]:
    """Return the sections of a form as it stands in the builder, by the very HTML of filling in."""
    spec: FormSpec = spec_of_definition(definition)
    digest = sha256_of(spec_to_json(spec))
    everything = frozenset(one.id for _section, one in spec.fields())
    lookups = FixedLookups(regions=region_names(), today=timezone.localdate())
    return [
        SectionPreview(
            section,
            section_html(
                section_fragments(digest, section),
                Fill(inputs={}, values={}, lookups=lookups, mask=everything, open_fields=everything),
            ),
        )
        for section in spec.sections
    ]
