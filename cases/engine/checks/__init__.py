"""Does the case type make sense: the checks of meaning before a version is published."""

from collections.abc import Mapping
from typing import Any

from cases.engine.checks.bodies import body_faults
from cases.engine.checks.graph import graph_faults
from cases.engine.checks.known import Known, ParamsCheck
from cases.engine.checks.states import state_faults
from cases.engine.checks.terms import term_faults
from cases.engine.checks.transitions import transition_faults
from cases.engine.reading import definition_from_json
from cases.engine.shape import Fault, shape_faults

__all__ = ["Known", "ParamsCheck", "definition_faults"]


def definition_faults(document: Mapping[str, Any], known: Known) -> list[Fault]:
    """Return everything that is wrong with the case type that `document` spells; empty when it may be published."""
    faults = shape_faults(document)
    if faults:
        return faults
    definition = definition_from_json(document)
    return [
        *state_faults(definition, known),
        *transition_faults(definition, known),
        *body_faults(definition, known),
        *term_faults(definition, known),
        *graph_faults(definition),
    ]
