"""Finds glossaries and gives them compiled, from the cache where it can."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from tifalint import __version__
from tifalint.errors import GlossaryError
from tifalint.glossary.formats import SUFFIXES, read_glossary_file
from tifalint.glossary.model import Concept, Glossary, Status
from tifalint.glossary.storing import pack, unpack


def load_glossary(
    extra: Sequence[Path] = (),
    *,
    prefer: Mapping[str, str] | None = None,
    prefer_from: str = "prefer",
    bundled: Path | None = None,
) -> Glossary:
    """Give the bundled glossary with the user's `extra` files or folders layered over it, compiled.

    A concept of a later layer replaces one with the same id, and takes over forms that an earlier layer's concept
    claims. `prefer` names, by the concept's id, an admitted form that is to be the preferred one; messages about it
    call `prefer_from` its place. `bundled` is a folder to use in place of the one that ships. The result is kept in the
    user's cache under a key of all contents and of the program; a damaged cache is made anew, and one that cannot be
    written is done without.

    Raises `GlossaryError` with file and line when a file is broken or the whole has an error (`find_errors`).
    """
    layers = [glossary_files(bundled or bundled_folder()), *(glossary_files(path) for path in extra)]
    return _from_cache(layers, prefer or {}, prefer_from, checked=True)


def load_terms(paths: Sequence[Path]) -> Glossary:
    """Give other glossaries alone, compiled with the pivot lexicons and synonyms of the bundled one.

    They are there to be ranked and nothing is judged by them, so forms that two concepts claim or that could never
    match in a text are no error. Raises `GlossaryError` with file and line when a file is broken.
    """
    knowledge = [file for file in glossary_files(bundled_folder()) if not holds_concepts(file)]
    return _from_cache([knowledge, *(glossary_files(path) for path in paths)], {}, "", checked=False)


def holds_concepts(path: Path) -> bool:
    """Tell whether a file of a glossary's folder has concepts, rather than words that explain their garbles."""
    return path.parent.name != "pivots" and path.name != "synonyms.toml"


def _from_cache(
    layers: Sequence[Sequence[Path]], prefer: Mapping[str, str], prefer_from: str, *, checked: bool
) -> Glossary:
    cache = _cache_path(layers, prefer)
    try:
        return unpack(cache.read_bytes())
    except (OSError, msgspec.MsgspecError):
        pass
    from tifalint.glossary.checking import find_errors

    glossary = compile_layers(layers, prefer, prefer_from)
    for problem in find_errors(glossary) if checked else ():
        raise GlossaryError(*problem)
    content = pack(glossary)
    _write(cache, content)
    return unpack(content)


def bundled_folder() -> Path:
    """Give the folder of the glossary that ships: inside an installed package, or beside `src` in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "glossaries"
    return inside if inside.is_dir() else package.parents[1] / "glossaries"


def glossary_files(path: Path) -> list[Path]:
    """Give the files of a layer: concepts, pivot lexicons in a folder `pivots`, and `synonyms.toml`."""
    if path.is_file():
        return [path]
    found = [f for f in path.glob("*") if f.suffix.lower() in SUFFIXES]
    found = sorted([*found, *path.glob("pivots/*.toml")])
    if not found:
        raise GlossaryError(str(path), f"no glossary here; name a file ({', '.join(SUFFIXES)}) or a folder of them")
    return found


def compile_layers(
    layers: Sequence[Sequence[Path]], prefer: Mapping[str, str], prefer_from: str = "prefer"
) -> Glossary:
    """Read and compile the files of each layer, a later one over the earlier ones; raises `GlossaryError`.

    What is wrong only in the whole is not looked for here.
    """
    from tifalint.glossary.compiling import compile_glossary
    from tifalint.glossary.pivots import read_pivot_lexicon, read_synonyms

    concepts: dict[str, Concept] = {}
    pivots = []
    synonyms: dict[str, list[str]] = {}
    for layer in layers:
        own: dict[str, Concept] = {}
        for path in layer:
            if path.parent.name == "pivots":
                pivots.append(read_pivot_lexicon(path))
                continue
            if path.name == "synonyms.toml":
                synonyms |= read_synonyms(path)
                continue
            for concept in read_glossary_file(path).concepts:
                if concept.id in own:
                    first = own[concept.id]
                    raise GlossaryError(
                        f"{path}:{concept.line}",
                        f'the id "{concept.id}" is taken already, in {Path(first.file).name}:{first.line}; '
                        "give one of the two another id",
                    )
                own[concept.id] = concept
        claimed = {d.form.lower() for c in own.values() for d in c.designations}
        kept = (_without(c, claimed) for c in concepts.values() if c.id not in own)
        concepts = {c.id: c for c in kept if c} | own
    for name, form in prefer.items():
        if name not in concepts:
            raise GlossaryError(prefer_from, f'prefer: no concept "{name}"; tifalint glossary list shows them')
        concepts[name] = _preferring(concepts[name], form, prefer_from)
    return compile_glossary(list(concepts.values()), pivots, synonyms)


def _preferring(concept: Concept, form: str, place: str) -> Concept:
    """Make one of a concept's approved forms its preferred one: house style, which changes nothing in what is right."""
    approved = [d for d in concept.designations if d.status.is_approved]
    chosen = next((d for d in approved if d.form == form), None)
    if chosen is None:
        admitted = ", ".join(f'"{d.form}"' for d in approved)
        problem = f'prefer: "{form}" is not an admitted form of {concept.id}; admitted are {admitted}'
        raise GlossaryError(place, problem)
    others = [d for d in concept.designations if d is not chosen]
    replace = msgspec.structs.replace
    others = [replace(d, status=Status.ADMITTED) if d.status is Status.PREFERRED else d for d in others]
    return replace(concept, designations=[replace(chosen, status=Status.PREFERRED), *others])


def _without(concept: Concept, claimed: set[str]) -> Concept | None:
    """Take from a concept the forms that a later layer claims; None when that leaves it without a preferred form."""
    kept = [d for d in concept.designations if d.form.lower() not in claimed]
    if len(kept) == len(concept.designations):
        return concept
    if not kept or not kept[0].status.is_approved:
        return None
    return msgspec.structs.replace(concept, designations=kept)


def _cache_path(layers: Sequence[Sequence[Path]], prefer: Mapping[str, str]) -> Path:
    from platformdirs import user_cache_path

    digest = hashlib.sha256(f"{__version__} {sorted(prefer.items())}".encode())
    package = Path(__file__).resolve().parents[1]
    for module in sorted([*package.glob("glossary/**/*.py"), *package.glob("text/*.py")]):
        digest.update(module.read_bytes())  # what compiles the glossary decides what comes of it
    for layer in layers:
        digest.update(b"layer")
        for path in layer:
            try:
                content = path.read_bytes()
            except OSError as error:
                reason = error.strerror or error
                raise GlossaryError(str(path), f"cannot be read ({reason}); check the path") from None
            digest.update(f"{path} {len(content)} ".encode())
            digest.update(content)
    return user_cache_path("tifalint") / "glossary" / f"{digest.hexdigest()[:32]}.msgpack"


def _write(cache: Path, content: bytes) -> None:
    """Write the cache in one step; a cache that cannot be written only costs the next run its speed."""
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=cache.parent, delete=False) as file:
            file.write(content)
        Path(file.name).replace(cache)
    except OSError:
        return
