"""Small pages about rules and concepts, and lists of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tifalint.diagnostics import Rule
from tifalint.glossary.coverage import Coverage
from tifalint.glossary.lookup import Pitfall
from tifalint.glossary.model import Concept, Designation, Glossary, Status
from tifalint.output.terminal import Colour, Painter, safe, width
from tifalint.text.pinyin import pinyin

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


def render_concept(concept: Concept, pitfalls: Sequence[Pitfall] = (), *, colour: bool = False) -> str:
    """Render a concept's page: Chinese, pinyin, meaning, forms by status with their period, garbles, sources.

    `pitfalls` are how its words are known to come out wrong.
    """
    paint = Painter(colour=colour)
    out = [f"{paint(safe(concept.preferred), 'bold')}  {safe('、'.join(concept.zh))}"]
    if concept.zh:
        out.append(f"  {paint(safe(pinyin(concept.zh[0])), 'dim')}")
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
    if pitfalls:
        out.append(f"  {paint('how it comes out wrong', 'bold')}")
        longest = max(len(p.right) + len(p.wrong) for p in pitfalls)
        for p in pitfalls:
            gap = " " * (longest - len(p.right) - len(p.wrong))
            out.append(
                f"    {safe(p.right)} → {safe(p.wrong)}{gap}  {paint(safe('; '.join(p.causes[:_MOST_CAUSES])), 'dim')}"
            )
    if concept.superseded_by:
        out.append(f"  {paint('superseded by', 'bold')}\n    {safe(concept.superseded_by)}")
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


def render_stats(concepts: Sequence[Concept], *, colour: bool = False) -> str:
    """Render how many concepts and forms there are, by domain, status and sourcing, with a bar for what is sourced."""
    paint = Painter(colour=colour)
    domains = sorted({c.domain for c in concepts})
    head = ["domain", "concepts", *Status, "with a source"]
    rows = [[name, *_counts([c for c in concepts if c.domain == name])] for name in domains]
    rows.append(["all", *_counts(concepts)])
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]

    def line(row: list[str]) -> str:
        return "  ".join([row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))])

    out = [paint(line(head), "bold")]
    for row in rows:
        share = int(row[-1].split()[-1].rstrip("%"))
        out.append(f"{line(row)}  {_bar(share / 100, paint)}")
    publishers = Counter(s.publisher for c in concepts for s in {s.publisher: s for s in c.sources}.values())
    named = ", ".join(f"{safe(name)} {count}" for name, count in publishers.most_common(12))
    out += ["", f"{paint('concepts seen in', 'bold')}  {named}" if named else "no concept has a source"]
    return "\n".join(out) + "\n"


def _bar(share: float, paint: Painter) -> str:
    filled = round(share * _BAR)
    return paint("█" * filled, "green") + paint("░" * (_BAR - filled), "dim")


_MOST_CAUSES = 2
"""Languages that are named for one word: more say the same again."""
_BAR = 20
"""Columns of a bar."""


def _counts(concepts: Sequence[Concept]) -> list[str]:
    statuses = Counter(d.status for c in concepts for d in c.designations)
    sourced = sum(bool(c.sources) for c in concepts)
    share = f"{sourced}  {100 * sourced // max(1, len(concepts)):3}%"
    return [str(len(concepts)), *(str(statuses[status]) for status in Status), share]


def render_coverage(coverage: Coverage, glossary: Glossary, most: int, *, colour: bool = False) -> str:
    """Render what share of some texts' terms is known, which terms, and the `most` likely terms that are not."""
    paint = Painter(colour=colour)
    out = [
        f"{_bar(coverage.share, paint)}  {coverage.share:.0%} of the terms are known: "
        f"{coverage.known.total()} times one of {len(coverage.known)} concepts"
    ]
    often = [(glossary.by_id(name), count) for name, count in coverage.known.most_common(5)]
    out += [f"  {count:4}  {safe(c.preferred)}  {paint(safe(c.chinese), 'dim')}" for c, count in often if c]
    if coverage.unknown[:most]:
        out.append(paint("frequent phrases that are not", "bold"))
        out += [f"  {count:4}  {safe(phrase)}" for phrase, count in coverage.unknown[:most]]
    return "\n".join(out) + "\n"
