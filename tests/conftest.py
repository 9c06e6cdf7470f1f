"""What the tests share: the real glossary, the real model, the real command."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tifalint.documents.document import Document
from tifalint.documents.reading import parse_document
from tifalint.embedding.encoder import Encoder
from tifalint.glossary import Glossary, load_glossary

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = ROOT / "fixtures"
EVENTS = sorted(p.parent.name for p in FIXTURES.glob("*/draft.*"))
"""The events whose garbles are labelled. The pairs under `clean/` have no labels: nothing is wrong with them."""
CLEAN = sorted(p.parent.relative_to(FIXTURES).as_posix() for p in FIXTURES.glob("clean/*/draft.*"))
GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files; review them by eye")


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the tests a user cache of their own, in which the default model is compiled once."""
    home = tmp_path_factory.mktemp("cache")
    os.environ["XDG_CACHE_HOME"] = str(home)
    return home


@pytest.fixture(scope="session")
def glossary(cache: Path) -> Glossary:
    """Give the glossary that ships."""
    return load_glossary()


@pytest.fixture(scope="session")
def encoder(cache: Path) -> Encoder:
    """Give the default model, compiled."""
    from tifalint.embedding.models import open_model

    return open_model()


@pytest.fixture(scope="session")
def draft() -> Callable[[str], Document]:
    """Make a Markdown document of a text."""
    return lambda text: parse_document(text, "draft.md", ".md")


@dataclass(frozen=True)
class Run:
    """What a run of the command left."""

    status: int
    out: str
    err: str


@pytest.fixture
def run(cache: Path, tmp_path: Path) -> Callable[..., Run]:
    """Run the command as a process of its own, in an empty folder."""

    def call(*arguments: str, stdin: bytes = b"", **environment: str) -> Run:
        done = subprocess.run(
            [sys.executable, "-m", "tifalint", *arguments],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, **environment},
            check=False,
            timeout=300,
        )
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a golden file; --update-golden rewrites the file."""

    def compare(name: str, found: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.write_text(found, encoding="utf-8", newline="")
        assert path.exists(), f"{name} is missing; run pytest --update-golden and review it"
        assert found == path.read_text(encoding="utf-8")

    return compare
