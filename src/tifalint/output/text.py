"""Reports for a person at a terminal: the sentence, the place, what to write and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tifalint.diagnostics import Diagnostic, Report
from tifalint.documents.document import Document
from tifalint.facts import Facts
from tifalint.glossary.model import Severity
from tifalint.output.terminal import Colour, Painter, clip, safe, width
from tifalint.text.spans import Span

if TYPE_CHECKING:
    from tifalint.alignment.sentences import Alignment
    from tifalint.detection.suggesting import Suggestion

_COLOURS: dict[Severity, Colour] = {
    Severity.CRITICAL: "red",
    Severity.MAJOR: "yellow",
    Severity.MINOR: "cyan",
    Severity.NEUTRAL: "dim",
}


def render_text(
    reports: Sequence[Report], *, colour: bool = False, columns: int = 100, explain_scores: bool = False
) -> str:
    """Render reports, with a summary at the end; `columns` is the width that lines are shortened to.

    With `explain_scores`, each finding that a model decided on says what counted, in log-odds.
    """
    paint = Painter(colour=colour)
    blocks = [_diagnostic(d, report, paint, columns, explain_scores) for report in reports for d in report.diagnostics]
    return "\n".join([*blocks, _summary(reports, paint)])


def _diagnostic(found: Diagnostic, report: Report, paint: Painter, columns: int, explain_scores: bool) -> str:
    draft = report.draft
    line, column = draft.position(found.span.start)
    place = paint(f"{safe(draft.path)}:{line}:{column}", "bold")
    label = paint(found.severity, _COLOURS[found.severity])
    chinese = f"  {safe(found.concept.chinese)}" if found.concept and found.concept.zh else ""
    out = [f"{place}  {label}  {found.rule} {paint(f'{found.confidence:.2f}', 'dim')}{paint(chinese, 'dim')}"]
    before, marked, after = clip(*_context(draft, found.span), columns - 4)
    out.append(f"    {before}{paint(marked, _COLOURS[found.severity])}{after}")
    out.append(" " * (4 + width(before)) + paint("~" * max(1, width(marked)), _COLOURS[found.severity]))
    if found.suggestions:
        first, *others = [safe(s.text) for s in found.suggestions]
        also = paint(f"  or {', '.join(others)}", "dim") if others else ""
        out.append(f"    {paint('write', 'bold')}    {paint(first, 'green')}{also}")
    why = "; ".join(filter(None, (safe(found.message), safe(found.cause))))
    out.append(f"    {paint('why', 'bold')}      {why}")
    if found.readout and report.readout:
        out.append(f"    {paint('readout', 'bold')}  {_quote(report.readout, found.readout, columns - 13)}")
    if explain_scores and found.decision:
        parts = ", ".join(f"{name} {value:+.2f}" for name, value in found.decision.parts)
        reported_from = f"reported from {found.decision.threshold:.2f}"
        out.append(f"    {paint('score', 'bold')}    {found.decision.basis}, {reported_from}: {parts}")
    return "\n".join(out) + "\n"


def render_suggestions_text(found: Sequence[tuple[str, Sequence[Suggestion]]], *, colour: bool = False) -> str:
    """Render phrases, each with what it could have been below it: score, term, Chinese and cause."""
    paint = Painter(colour=colour)
    blocks = []
    for phrase, suggestions in found:
        out = [paint(safe(phrase), "bold")]
        longest = max((width(safe(s.text)) for s in suggestions), default=0)
        for s in suggestions:
            text = paint(safe(s.text), "green") + " " * (longest - width(safe(s.text)))
            chinese = paint(safe(s.concept.chinese), "dim")
            out.append("  ".join(filter(None, (f"  {s.score:.2f}", text, chinese, safe(s.cause)))).rstrip())
        if not suggestions:
            out.append("  no term is like it")
        blocks.append("\n".join(out) + "\n")
    return "\n".join(blocks)


def _context(document: Document, span: Span) -> tuple[str, str, str]:
    sentence = document.sentences[document.sentence_at(span.start)].span if document.sentences else span
    start, end = min(sentence.start, span.start), max(sentence.end, span.end)
    text = document.text
    return safe(text[start : span.start]), safe(text[span.start : span.end]), safe(text[span.end : end])


def _quote(document: Document, span: Span, columns: int) -> str:
    line, column = document.position(span.start)
    place = f"{safe(document.path)}:{line}:{column}  "
    return place + "".join(clip(*_context(document, span), max(20, columns - width(place))))


def _summary(reports: Sequence[Report], paint: Painter) -> str:
    count = Counter(d.severity for report in reports for d in report.diagnostics)
    parts = [
        paint(f"{count[s]} {s}", _COLOURS[s])
        for s in (Severity.CRITICAL, Severity.MAJOR, Severity.MINOR, Severity.NEUTRAL)
        if count[s]
    ]
    words = sum(report.score.words for report in reports)
    drafts = f"{len(reports)} drafts" if len(reports) != 1 else "1 draft"
    if not parts:
        return f"{paint('Nothing found', 'green')} in {drafts} ({words} words)\n"
    score = f", MQM score {reports[0].score.mqm}" if len(reports) == 1 else ""
    return f"{', '.join(parts)} in {drafts} ({words} words{score})\n"


def render_terms_text(found: Sequence[Facts], *, colour: bool = False) -> str:
    """Render the known terms of drafts, a line each."""
    paint = Painter(colour=colour)
    out = []
    for facts in found:
        for hits in facts.terms:
            for hit in hits:
                line, column = facts.draft.position(hit.span.start)
                text = safe(facts.draft.slice(hit.span))
                status: Colour = "green" if hit.designation.status.is_approved else "yellow"
                place = paint(f"{safe(facts.draft.path)}:{line}:{column}", "dim")
                out.append(
                    f"{place}  {text}  {paint(hit.designation.status, status)}  {safe(hit.concept.chinese)}  "
                    f"{hit.concept.id}"
                )
    return "\n".join(out) + "\n" if out else "no known term\n"


def render_alignment(
    draft: Document, readout: Document, alignment: Alignment, *, colour: bool = False, columns: int = 120
) -> str:
    """Render two documents side by side: each sentence of the draft beside those of the readout that it goes with."""
    paint = Painter(colour=colour)
    half = (columns - 3) // 2
    out = [f"{_pad(paint(safe(draft.path), 'bold'), safe(draft.path), half)} │ {paint(safe(readout.path), 'bold')}"]
    rule = "─" * half + "─┼─" + "─" * half
    for i, sentence in enumerate(draft.sentences):
        left = _wrap(f"{i + 1}  {safe(draft.slice(sentence.span))}", half)
        right = []
        for link in alignment.of_draft.get(i, ()):
            text = safe(readout.slice(readout.sentences[link.readout].span))
            right += _wrap(f"{link.readout + 1}  ({link.score:.2f})  {text}", half)
        out.append(rule)
        for k in range(max(len(left), len(right))):
            a, b = (side[k] if k < len(side) else "" for side in (left, right))
            out.append(f"{_pad(a, a, half)} │ {b}".rstrip())
    alone = [j for j in range(len(readout.sentences)) if j not in alignment.of_readout]
    if alone:
        out.append(rule)
        for j in alone:
            for line in _wrap(f"{j + 1}  {safe(readout.slice(readout.sentences[j].span))}", half):
                out.append(f"{' ' * half} │ {paint(line, 'dim')}")
    return "\n".join(out) + "\n"


def _pad(painted: str, plain: str, columns: int) -> str:
    return painted + " " * max(0, columns - width(plain))


def _wrap(text: str, columns: int) -> list[str]:
    """Break a text at spaces so that no line is wider than `columns`; Chinese breaks anywhere."""
    lines = [""]
    for word in text.split(" "):
        piece = word
        if lines[-1] and width(lines[-1]) + 1 + width(piece) <= columns:
            lines[-1] += " " + piece
            continue
        if lines[-1]:
            lines.append("")
        while width(piece) > columns:
            cut = len(piece)
            while width(piece[:cut]) > columns:
                cut -= 1
            lines[-1] = piece[:cut]
            lines.append("")
            piece = piece[cut:]
        lines[-1] = piece
    return lines
