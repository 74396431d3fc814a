"""The one formula language: visibility, checks, computed values, guards and rules are all written in it.

Pure Python. docs/concepts/formulas.md is the reference; static_src/js/formula/ is the same for the browser.
"""

from cms.core.formula.check import problems
from cms.core.formula.errors import ErrorValue, FormulaError
from cms.core.formula.evaluate import evaluate
from cms.core.formula.functions.table import FUNCTIONS, GROUPS, Function
from cms.core.formula.labels import remap, to_ids, to_labels
from cms.core.formula.name_index import Name
from cms.core.formula.names import Names, computed_lines, inner_rows
from cms.core.formula.nodes import EVERY_LINE, Ref
from cms.core.formula.parse import Formula, parse
from cms.core.formula.satisfy import always
from cms.core.formula.trace import Trace, trace
from cms.core.formula.values import Env, Value
from cms.core.formula.wire import from_wire, to_wire

__all__ = [
    "EVERY_LINE",
    "FUNCTIONS",
    "GROUPS",
    "Env",
    "ErrorValue",
    "Formula",
    "FormulaError",
    "Function",
    "Name",
    "Names",
    "Ref",
    "Trace",
    "Value",
    "always",
    "computed_lines",
    "evaluate",
    "from_wire",
    "inner_rows",
    "parse",
    "problems",
    "remap",
    "to_ids",
    "to_labels",
    "to_wire",
    "trace",
]
