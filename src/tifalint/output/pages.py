"""Small pages about rules and concepts, and lists of them."""

from __future__ import annotations

from collections.abc import Sequence

from tifalint.diagnostics import Rule
from tifalint.glossary.model import Concept, Designation, Status
from tifalint.output.terminal import Colour, Painter, safe, width

_COLOURS: dict[Status, Colour] = {
    Status.PREFERRED: "green",
    Status.ADMITTED: "green",
    Status.DEPRECATED: "yellow",
    Status.SUPERSEDED: "yellow",
    Status.GARBLE: "red",
}


def render_rule(rule: Rule, *, colour: bool = False) -> str:
    """Render a rule's page: its text, what it is, and its examples."""
    paint = Painter(colour=colour)
    out = [paint(rule.name, "bold"), "", rule.doc.strip(), ""]
    out.append(f"MQM category: {rule.category}. Severity, where the concept sets none: {rule.severity}.")
    out += ["", paint("## Examples", "bold")]
    for example in rule.examples:
        flagged = ", ".join(f'"{safe(text)}"' for text in example.flags)
        out.append(f"  {paint('flags', 'red')} {flagged} in" if flagged else f"  {paint('silent', 'green')} on")
        out += [f"    {safe(line)}" for line in example.draft.splitlines() if line.strip()]
        if example.readout:
            out.append(f"    with the readout: {safe(example.readout)}")
    return "\n".join(out) + "\n"


def render_rules(rules: Sequence[Rule], *, colour: bool = False) -> str:
    """Render a list of rules, a line each."""
    paint = Painter(colour=colour)
    longest = max(len(rule.name) for rule in rules)
    category = max(len(rule.category) for rule in rules)
    return "".join(
        f"{paint(rule.name, 'bold')}{' ' * (longest - len(rule.name))}  {rule.category:{category}}  {rule.summary}\n"
        for rule in rules
    )


def render_concept(concept: Concept, *, colour: bool = False) -> str:
    """Render a concept's page: Chinese, meaning, forms by status with their period, sources."""
    paint = Painter(colour=colour)
    out = [f"{paint(safe(concept.preferred), 'bold')}  {safe('、'.join(concept.zh))}"]
    if concept.zh_hant:
        out.append(f"  Hong Kong and Taiwan: {safe('、'.join(concept.zh_hant))}")
    out.append(f"  {paint(f'{concept.id} · {concept.domain} · {concept.kind} · {concept.severity} if wrong', 'dim')}")
    out += [f"  {safe(text)}" for text in (concept.definition, concept.note) if text]
    out.append("")
    for status in Status:
        forms = [d for d in concept.designations if d.status is status]
        if forms:
            out.append(f"  {paint(status, _COLOURS[status])}")
            out += [f"    {_designation(d)}" for d in forms]
    out.append(f"  {paint('sources', 'bold')}")
    if concept.unconfirmed:
        out.append("    not confirmed yet")
    for source in concept.sources:
        out.append("    " + ", ".join(safe(t) for t in (source.publisher, source.title, source.date, source.url) if t))
    return "\n".join(out) + "\n"


def _designation(designation: Designation) -> str:
    period = ""
    if designation.since or designation.until:
        period = f" ({designation.since or '…'} to {designation.until or 'now'})"
    extra = "; ".join(safe(t) for t in (designation.cause, designation.note) if t)
    return f"{safe(designation.form)}{period}{f' — {extra}' if extra else ''}"


def render_concepts(concepts: Sequence[Concept], *, colour: bool = False) -> str:
    """Render a list of concepts, a line each."""
    paint = Painter(colour=colour)
    longest = min(44, max(len(c.id) for c in concepts))
    chinese = min(24, max(width(c.chinese) for c in concepts))
    return "".join(
        f"{paint(c.id, 'bold')}{' ' * max(0, longest - len(c.id))}  "
        f"{safe(c.chinese)}{' ' * max(0, chinese - width(c.chinese))}  {safe(c.preferred)}\n"
        for c in concepts
    )
