"""Finds glossaries and gives them compiled, from the cache where it can."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from tifalint import __version__
from tifalint.errors import GlossaryError
from tifalint.glossary.model import Concept, Glossary
from tifalint.glossary.storing import pack, unpack


def load_glossary(extra: Sequence[Path] = (), *, bundled: Path | None = None) -> Glossary:
    """Give the bundled glossary with the user's `extra` files or folders layered over it, compiled.

    A concept of a later layer replaces one with the same id, and takes over forms that an earlier layer's concept
    claims. `bundled` is a folder to use in place of the one that ships. The result is kept in the user's cache under a
    key of all contents and of the program; a damaged cache is made anew, and one that cannot be written is done
    without.

    Raises `GlossaryError` with file and line when a file is broken.
    """
    layers = [_files(bundled or bundled_folder()), *(_files(path) for path in extra)]
    cache = _cache_path(layers)
    try:
        return unpack(cache.read_bytes())
    except (OSError, msgspec.MsgspecError):
        pass
    content = pack(_compile(layers))
    _write(cache, content)
    return unpack(content)


def bundled_folder() -> Path:
    """Give the folder of the glossary that ships: inside an installed package, or beside `src` in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "glossaries"
    return inside if inside.is_dir() else package.parents[1] / "glossaries"


def _files(path: Path) -> list[Path]:
    """Give the files of a layer: concepts, pivot lexicons in a folder `pivots`, and `synonyms.toml`."""
    if path.is_file():
        return [path]
    found = sorted([*path.glob("*.toml"), *path.glob("pivots/*.toml")])
    if not found:
        raise GlossaryError(str(path), "no glossary here; name a .toml file or a folder of them")
    return found


def _compile(layers: Sequence[Sequence[Path]]) -> Glossary:
    from tifalint.glossary.authoring import read_concepts, read_pivot_lexicon, read_synonyms
    from tifalint.glossary.compiling import compile_glossary

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
            for concept in read_concepts(path):
                if concept.id in own:
                    first = own[concept.id]
                    raise GlossaryError(
                        f"{path}:{concept.line}",
                        f'the id "{concept.id}" is taken already, in {first.file}:{first.line}; '
                        "give one of the two another id",
                    )
                own[concept.id] = concept
        claimed = {d.form.lower() for c in own.values() for d in c.designations}
        kept = (_without(c, claimed) for c in concepts.values() if c.id not in own)
        concepts = {c.id: c for c in kept if c} | own
    return compile_glossary(list(concepts.values()), pivots, synonyms)


def _without(concept: Concept, claimed: set[str]) -> Concept | None:
    """Take from a concept the forms that a later layer claims; None when that leaves it without a preferred form."""
    kept = [d for d in concept.designations if d.form.lower() not in claimed]
    if len(kept) == len(concept.designations):
        return concept
    if not kept or not kept[0].status.is_approved:
        return None
    return msgspec.structs.replace(concept, designations=kept)


def _cache_path(layers: Sequence[Sequence[Path]]) -> Path:
    from platformdirs import user_cache_path

    digest = hashlib.sha256(__version__.encode())
    package = Path(__file__).resolve().parents[1]
    for module in sorted([*package.glob("glossary/*.py"), *package.glob("text/*.py")]):
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
