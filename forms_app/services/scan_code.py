"""The check code of a stamped scan: it must be that of the answers as they stand.

The scan itself is an answer too, but not one of those that the code stands for: it certifies them
(`engine.check_code.certified_answers`).
"""

from forms_app.engine.check_code import code_from
from forms_app.errors import FileRefused
from forms_app.models import PaperCode
from forms_app.selectors.content_code import current_code
from forms_app.selectors.filling import Filling


def certified_code(filling: Filling, typed: str) -> str:
    """Return the code of the sheet that was stamped; FileRefused unless it is the one of the draft as it stands."""
    if not typed.strip():
        raise FileRefused("code_missing")
    code = code_from(typed)
    if code is None:
        raise FileRefused("code_mistyped", given=typed.strip()[:40])
    wanted = current_code(filling)
    if code != wanted:
        raise FileRefused("code_stale", given=code, wanted=wanted)
    if not PaperCode.objects.filter(draft=filling.draft, code=code).exists():
        raise FileRefused("code_not_ready")
    return code
