"""全表审核: everything that a form's checks say about a draft, in one list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from forms_app.engine.faults import Fault
from forms_app.engine.form_checks import Finding
from forms_app.engine.spec import SectionSpec
from forms_app.selectors.completeness import section_faults
from forms_app.selectors.filling import Filling

Tier = Literal["error", "explain", "notice"]
TIERS: tuple[Tier, ...] = ("error", "explain", "notice")


@dataclass(frozen=True)
class AuditLine:
    """One line: its tier, where it leads, and the explanation if the tier asks for one.

    `done` says that it keeps nothing from being handed in any more. `suggestion` is what was written about other
    numbers before.
    """

    section: SectionSpec
    tier: Tier
    fault: Fault
    done: bool
    explanation: str = ""
    author: str = ""
    suggestion: str = ""
    least: int = 0

    @property
    def key(self) -> str:
        """Return the name under which it is explained."""
        return self.fault.check


@dataclass(frozen=True)
class Audit:
    """All lines in the order of the form, and how many there are of each tier; `open` of them still block."""

    lines: Sequence[AuditLine]

    def of(self, tier: str) -> "Audit":
        """Return the lines of one tier; all for any other word."""
        return Audit([one for one in self.lines if one.tier == tier]) if tier in TIERS else self

    @property
    def counts(self) -> Mapping[str, int]:
        """Return how many lines each tier has."""
        return {tier: sum(1 for one in self.lines if one.tier == tier) for tier in TIERS}

    @property
    def open(self) -> int:
        """Return how many lines keep the form from being handed in."""
        return sum(1 for one in self.lines if not one.done)

    def by_section(self) -> list[tuple[SectionSpec, list[AuditLine]]]:
        """Return the lines by section."""
        found: dict[str, tuple[SectionSpec, list[AuditLine]]] = {}
        for one in self.lines:
            found.setdefault(one.section.id, (one.section, []))[1].append(one)
        return list(found.values())


def audit_of(filling: Filling) -> Audit:
    """Return what the checks say about a draft: what is missing or wrong, what must be explained, what to look at."""
    findings = {one.key: one for one in filling.findings}
    lines: list[AuditLine] = []
    for section in filling.sections:
        wrong = [one for one in section_faults(filling, section) if not one.check]
        lines.extend(AuditLine(section, "error", one, done=False) for one in wrong)
        for fault in filling.check_faults.get(section.id, ()):
            lines.append(_line(filling, section, fault, findings[fault.check]))
    return Audit(lines)


def _line(filling: Filling, section: SectionSpec, fault: Fault, finding: Finding) -> AuditLine:
    spec = finding.check.spec
    if spec.tier != "explain":
        return AuditLine(section, "notice" if spec.tier == "notice" else "error", fault, done=not fault.blocks)
    written = filling.explanations.get(finding.key)
    holds = written is not None and written.holds(finding)
    return AuditLine(
        section=section,
        tier="explain",
        # The form's own words: that an explanation is needed is said by the place in which it is written.
        fault=finding.fault(),
        done=holds,
        explanation=written.text if written and holds else "",
        author=written.author if written and holds else "",
        suggestion=written.text if written and not holds else "",
        least=spec.min_explanation,
    )
