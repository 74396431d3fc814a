"""Files: the answer names attachments that were stored beforehand."""

from collections.abc import Sequence
from typing import Any

from forms_app.engine.faults import Fault, _
from forms_app.engine.fields.base import DisplayItem, FieldType, Indexed, Inputs, Post, fault, typed_list
from forms_app.engine.lookups import Lookups
from forms_app.engine.spec import FieldSpec

MOST_FILES = 50


class File(FieldType):
    """One or several attachments; `files_present` are the ids of those stored with this very request."""

    name = "file"
    formula_kind = "file"
    has_files = True

    def parse(self, spec: FieldSpec, post: Post, files_present: Sequence[str] = ()) -> Any:
        """Return the ids of the files kept and of those just stored."""
        return list(dict.fromkeys([*typed_list(post, spec.id), *(str(one) for one in files_present)]))

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[list[str] | None, list[Fault]]:
        """Return the ids that exist; their endings must be among those accepted."""
        known = [one for one in raw if one in lookups.attachments]
        faults = []
        if len(known) < len(raw):
            faults.append(fault(spec, "file", _("A file for “%(label)s” no longer exists. Upload it again.")))
        accepted = []
        for one in known:
            name = lookups.attachments[one]
            if spec.accept and name.rpartition(".")[2].lower() not in spec.accept:
                message = _("“%(label)s”: the file “%(name)s” is not of an accepted kind (%(kinds)s).")
                faults.append(fault(spec, "file_kind", message, name=name, kinds="、".join(spec.accept)))
            else:
                accepted.append(one)
        most = spec.max_items or MOST_FILES
        if len(accepted) > most:
            message = _("“%(label)s” may have at most %(limit)s files. Remove some.")
            faults.append(fault(spec, "max_items", message, limit=most))
            accepted = accepted[:most]
        return accepted or None, faults

    def required_faults(self, spec: FieldSpec, value: Any) -> list[Fault]:
        """Ask for a file, or for as many as the form wants."""
        given = len(value or ())
        if spec.required and not given:
            return [fault(spec, "required", _("Upload “%(label)s”."))]
        if given and given < spec.min_items:
            message = _("“%(label)s” needs at least %(limit)s files.")
            return [fault(spec, "min_items", message, limit=spec.min_items)]
        return []

    def display(self, spec: FieldSpec, value: Any, lookups: Lookups) -> list[DisplayItem]:
        """Return one item per file."""
        return [DisplayItem(id=one, text=lookups.attachments.get(one, one)) for one in value]

    def paper(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return the file names."""
        return "\n".join(lookups.attachments.get(one, one) for one in value or ())

    def index(self, spec: FieldSpec, value: Any) -> Indexed | None:
        """Return nothing."""
        return None

    def to_formula(self, spec: FieldSpec, value: Any) -> list[str]:
        """Return the ids: formulas count files, they do not read them."""
        return [str(one) for one in value]

    def to_inputs(self, spec: FieldSpec, value: Any) -> Inputs:
        """Return the ids."""
        return {spec.id: list(value)}


class Scan(File):
    """盖章扫描件: the printed sheet, stamped and scanned."""

    name = "scan"
