"""What the program promises about itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import FIXTURES, ROOT
from tifalint.embedding.encoder import Encoder

HEAVY = {"torch", "sentence_transformers", "transformers", "onnx", "onnxscript", "simplemma", "symspellpy"}
DRAFT = str(FIXTURES / "computing-conference" / "draft.md")
READOUT = str(FIXTURES / "computing-conference" / "readout.md")


@pytest.mark.parametrize(
    ("arguments", "also"),
    [
        (["--help"], {"numpy", "onnxruntime", "tifalint.rules", "tree_sitter"}),
        (["rules"], {"numpy", "onnxruntime"}),
        (["check", DRAFT], {"numpy", "onnxruntime", "tokenizers"}),
        (["check", DRAFT, "--readout", READOUT], set()),
    ],
)
def test_heavy_libraries_stay_out(arguments: list[str], also: set[str], encoder: Encoder, glossary: object) -> None:
    """No command imports what it does not need; once a model is compiled, nothing imports torch."""
    program = (
        "import sys\nfrom tifalint.cli import main\nsys.argv[1:] = sys.argv[1:]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "sys.stdout.flush(); print('MODULES', *sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.rpartition("MODULES ")[2].split())
    assert not loaded & (HEAVY | also)


def test_the_wheel_carries_the_glossary(tmp_path: Path) -> None:
    """A built wheel holds every glossary file, so that an installed program finds them."""
    import tomllib
    import zipfile

    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert build["force-include"] == {"glossaries": "tifalint/glossaries"}
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], check=True, cwd=ROOT
    )
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    for path in (ROOT / "glossaries").rglob("*.toml"):
        assert f"tifalint/{path.relative_to(ROOT).as_posix()}" in packed
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    program = "from tifalint.glossary import load_glossary; print(len(load_glossary().concepts))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path,
        env={"PYTHONPATH": str(installed), "XDG_CACHE_HOME": str(tmp_path), "PATH": ""},
    )  # fmt: skip
    assert int(done.stdout) >= 200


def test_no_garble_of_the_fixtures_stands_in_the_code() -> None:
    """What is found is not listed: no source file holds a garbled phrase of a fixture."""
    import json

    code = "".join(p.read_text() for p in (ROOT / "src").rglob("*.py") if "rules" not in p.parts)
    for path in FIXTURES.glob("*/expected.json"):
        for garble in json.loads(path.read_text())["garbles"]:
            if " " in garble["text"]:
                assert garble["text"].lower() not in code.lower()


def test_the_readme_shows_real_output(run: Callable[..., object], encoder: Encoder) -> None:
    """The screenful in the README is what the command prints for the fixture, character for character."""
    done = subprocess.run(
        [sys.executable, "-m", "tifalint", "check", "fixtures/computing-conference/draft.md", "--readout",
         "fixtures/computing-conference/readout.md"], capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.partition("```text\n")[2].partition("```")[0]
    blocks = [block for block in shown.split("\n\n") if block.strip()]
    assert len(blocks) >= 4
    for block in blocks:
        assert block.strip("\n") in done.stdout
