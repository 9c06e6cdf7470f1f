"""Compiles a sentence-transformers model to ONNX. The one place that imports torch; it runs once for each model."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tifalint.embedding.runtime import CompiledModel
from tifalint.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PARITY = 1e-4
"""The greatest difference allowed in any component between a compiled model's vectors and the original's; fp32 exports
differ by about 1e-6."""

_PROBES = (
    "AI.",
    "The meeting was presided over by the general secretary of the Central Committee.",
    "Computing infrastructure must be built in a coordinated way, and data resources shared, while basic research, "
    "high-end chips and basic software receive steady support from every region, ministry and enterprise concerned.",
    "习近平强调，要充分发挥新型举国体制优势。",
)


def compile_model(source: str, folder: Path, *, offline: bool, say: Callable[[str], None]) -> int:
    """Load `source` with sentence-transformers and write `model.onnx` and `tokenizer.json` into `folder`.

    `source` is a local folder or, unless `offline`, the name of a hub model. `say` receives a line per step. Returns
    the number of word pieces that the model reads at the most. Raises `ModelError` when the model cannot be loaded or
    exported, has no fast tokenizer, or the exported model's vectors are not the original's.
    """
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    if offline:
        os.environ["HF_HUB_OFFLINE"] = "1"
    say("loading the model with sentence-transformers")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            from sentence_transformers import SentenceTransformer

            _silence()
            model = SentenceTransformer(source, device="cpu", local_files_only=offline)
        except Exception as error:  # whatever a third-party model raises, it cannot be used
            raise ModelError(source, f"sentence-transformers cannot load this model ({_first_line(error)})") from None
        say("exporting it to ONNX")
        longest = min(int(model.max_seq_length or 512), 512)
        try:
            model.tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
        except AttributeError:
            raise ModelError(source, "has no fast tokenizer, which gives word places; take another model") from None
        try:
            _export(model, folder / "model.onnx")
        except Exception as error:  # the exporter raises errors of many kinds
            raise ModelError(source, f"cannot be exported to ONNX ({_first_line(error)})") from None
    say("comparing the two")
    difference = _difference(model, CompiledModel(folder, source, longest))
    if not difference <= PARITY:
        raise ModelError(
            source, f"the exported model differs from the original by {difference:.1e}; take another model"
        )
    return longest


def _export(model: SentenceTransformer, path: Path) -> None:
    import torch

    class Exportable(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            out = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
            return out["sentence_embedding"], out["token_embeddings"]

    ids = torch.ones((2, 12), dtype=torch.int64)
    dimensions = {0: torch.export.Dim("batch"), 1: torch.export.Dim("sequence", max=512)}
    with torch.no_grad():
        torch.onnx.export(
            Exportable().eval(),
            (ids, torch.ones_like(ids)),
            str(path),
            dynamo=True,
            verbose=False,
            input_names=["input_ids", "attention_mask"],
            output_names=["sentence", "tokens"],
            dynamic_shapes={"input_ids": dimensions, "attention_mask": dimensions},
            external_data=False,
        )


def _difference(model: SentenceTransformer, compiled: CompiledModel) -> float:
    original = np.asarray(model.encode(list(_PROBES), normalize_embeddings=True, show_progress_bar=False))
    vectors = np.stack([e.vector for e in compiled.encode(_PROBES)])
    states = model.encode(list(_PROBES), output_value="token_embeddings", show_progress_bar=False)
    worst = float(np.abs(original - vectors).max())
    for state, encoding in zip(states, compiled.encode(_PROBES), strict=True):
        inner = np.asarray(state)[1 : 1 + len(encoding.tokens)]
        worst = max(worst, float(np.abs(inner - encoding.tokens).max()))
    return worst


def _silence() -> None:
    """Keep libraries from printing over our own progress."""
    import logging

    for name in ("torch.onnx", "transformers", "sentence_transformers", "onnxscript", "huggingface_hub"):
        logging.getLogger(name).setLevel(logging.ERROR)
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
