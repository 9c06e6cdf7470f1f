"""Runs a compiled model with ONNX Runtime and tokenizers; torch is not imported."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tifalint.embedding.encoder import Encoding
from tifalint.text.spans import Span

_BATCH = 16


class CompiledModel:
    """An `Encoder` over a folder that `compiling.compile_model` wrote."""

    def __init__(self, folder: Path, name: str, longest: int) -> None:
        """Load the model; `longest` is the number of word pieces that it reads at the most."""
        import onnxruntime
        from tokenizers import Tokenizer

        self.name = name
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(longest)
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(folder / "model.onnx", options, providers=["CPUExecutionProvider"])
        self._inputs = [i.name for i in self._session.get_inputs()]

    def encode(self, texts: Sequence[str], /) -> list[Encoding]:
        """Encode texts, in order; those of like length go through the model together."""
        tokenized = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(texts)), key=lambda i: len(tokenized[i].ids))
        out: dict[int, Encoding] = {}
        for first in range(0, len(order), _BATCH):
            rows = order[first : first + _BATCH]
            width = max(len(tokenized[i].ids) for i in rows)
            ids = np.zeros((len(rows), width), dtype=np.int64)
            mask = np.zeros_like(ids)
            for row, i in enumerate(rows):
                ids[row, : len(tokenized[i].ids)] = tokenized[i].ids
                mask[row, : len(tokenized[i].ids)] = 1
            given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
            sentences, states = self._session.run(None, {name: given[name] for name in self._inputs})
            for row, i in enumerate(rows):
                vector = sentences[row] / max(float(np.linalg.norm(sentences[row])), 1e-12)
                kept = [k for k, special in enumerate(tokenized[i].special_tokens_mask) if not special]
                spans = tuple(Span(*tokenized[i].offsets[k]) for k in kept)
                out[i] = Encoding(vector, states[row][kept], spans)
        return [out[i] for i in range(len(texts))]
