"""A newsroom's settings: `tifalint.toml`, or `[tool.tifalint]` in `pyproject.toml`, the nearest one above a file."""

from __future__ import annotations

from pathlib import Path

import msgspec

from tifalint.errors import ConfigurationError


class Configuration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a newsroom sets."""

    glossaries: tuple[str, ...] = ()
    """Files or folders that are layered over the bundled glossary, later ones over earlier ones; relative to the folder
    of the configuration."""
    prefer: dict[str, str] = {}
    """House style: for a concept's id, which of its admitted forms is to be the preferred one."""
    file: str = ""
    """Where it stands; empty where there is none."""

    @property
    def glossary_paths(self) -> list[Path]:
        """The glossaries as paths that can be opened."""
        return [Path(self.file).parent / name for name in self.glossaries]


def find_configuration(path: Path) -> Configuration:
    """Give the configuration for a file or a folder: the nearest above it, `tifalint.toml` before `pyproject.toml`.

    Raises `ConfigurationError` with the file, and the line of a syntax error.
    """
    start = path if path.is_dir() else path.parent
    for folder in (start, *start.absolute().parents):
        own = folder / "tifalint.toml"
        if own.is_file():
            return _convert(_load(own), own)
        project = folder / "pyproject.toml"
        if project.is_file():
            tool = _load(project).get("tool", {})
            if isinstance(tool, dict) and "tifalint" in tool:
                return _convert(tool["tifalint"], project)
    return Configuration()


def _load(path: Path) -> dict[str, object]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(str(path), f"cannot be read ({error}); check the file") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigurationError(str(path), f"{error}; mend the TOML") from None


def _convert(table: object, path: Path) -> Configuration:
    try:
        found = msgspec.convert(table, Configuration)
    except msgspec.ValidationError as error:
        raise ConfigurationError(str(path), f"{error}; known are glossaries and prefer") from None
    if found.file:
        raise ConfigurationError(str(path), "unknown key file; known are glossaries and prefer")
    return msgspec.structs.replace(found, file=str(path))
