"""The check code of what a draft or a round says."""

from collections.abc import Mapping
from typing import Any

from cms.core.audit import sha256_of
from forms_app.engine.check_code import certified_answers, check_code
from forms_app.engine.spec import FormSpec
from forms_app.models import FormVersion
from forms_app.selectors.filling import Filling, answers_to_hand_in


def content_code(version: FormVersion, spec: FormSpec, answers: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the check code of these answers."""
    return check_code(version.sha256, sha256_of(certified_answers(spec, answers)))


def current_code(filling: Filling) -> str:
    """Return the check code of a draft as it stands."""
    return content_code(filling.draft.version, filling.spec, answers_to_hand_in(filling))
