"""Where and who: administrative regions and unified social credit codes."""

from dataclasses import replace
from typing import Any

from cms.core.identifiers import check_credit_code, normalise_credit_code
from cms.core.numerals import half_width
from forms_app.engine.faults import Fault, _
from forms_app.engine.fields.base import FieldType, fault
from forms_app.engine.lookups import Lookups
from forms_app.engine.spec import FieldSpec


class Region(FieldType):
    """A county-level region (县、市、区), kept as its GB/T 2260 code."""

    name = "region"

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[str | None, list[Fault]]:
        """Return the code; provinces (xx0000) and cities (xxxx00) are too wide."""
        code = half_width(raw)
        if not code:
            return None, []
        if code not in lookups.regions:
            return None, [fault(spec, "region", _("Choose “%(label)s” from the list of regions."))]
        if len(code) == 6 and code.endswith("00"):
            return None, [fault(spec, "region_level", _("“%(label)s” must name a county, city or district."))]
        return code, []

    def required_faults(self, spec: FieldSpec, value: Any) -> list[Fault]:
        """Ask for a region."""
        if spec.required and value is None:
            return [fault(spec, "required", _("Choose “%(label)s”."))]
        return []

    def display(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return the full name; the code if the region is no longer known."""
        return lookups.regions.get(value, value)


class CreditCode(FieldType):
    """A unified social credit code, 18 characters with a check character (GB 32100)."""

    name = "credit_code"

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[str | None, list[Fault]]:
        """Return the code in capitals."""
        code = normalise_credit_code(raw)
        if not code:
            return None, []
        wrong = check_credit_code(code)
        if wrong is None:
            return code, []
        refused = fault(spec, f"credit_code_{wrong.code}", wrong.msgid)
        return None, [replace(refused, params={**refused.params, **wrong.params})]
