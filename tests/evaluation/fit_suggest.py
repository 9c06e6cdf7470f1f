"""Fits the weights of `tifalint suggest`, and measures it, on pairs of odd phrases and their right terms.

    python tests/evaluation/fit_suggest.py PAIRS.tsv

PAIRS.tsv has a header and two columns, the phrase and the right term; the candidates are all right terms of the file.
Prints how often the right term comes first and among the first three, cross-validated in five parts split by right
term, so that no term is both fitted on and measured with, with 95 % bootstrap intervals over right terms, beside two
baselines; then the weights that a fit on all pairs gives, to be copied into `detection/suggesting.py`.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from rapidfuzz import fuzz, process

from tifalint.detection.suggesting import MOST, PAIR_WEIGHTS, WHOLE_WEIGHTS, Comparison, Ranker, plain, sums
from tifalint.embedding.models import open_model
from tifalint.glossary.loading import load_terms
from tifalint.glossary.thesaurus import open_thesaurus

FOLDS = 5
EPOCHS = 3
BATCH = 32
NEGATIVES = 40
"""Wrong candidates that each right one is fitted against, the likeliest first."""
SEED = 7


class Scorer(torch.nn.Module):
    """The score of `detection.suggesting`, written so that its weights can be fitted by gradient descent."""

    def __init__(self) -> None:
        super().__init__()
        self.pair = torch.nn.Parameter(torch.tensor(list(PAIR_WEIGHTS.values())))
        self.whole = torch.nn.Parameter(torch.tensor(list(WHOLE_WEIGHTS.values())))

    def forward(self, compared: Comparison) -> torch.Tensor:
        pairs, present, theirs, ours, whole = (torch.from_numpy(np.asarray(a, np.float32)) for a in compared[1:])
        strengths = torch.sigmoid(pairs @ self.pair[:-1] + self.pair[-1]) * present
        best = strengths.amax(0)
        found = (best * theirs).sum(1) / theirs.sum(1).clamp_min(1e-6)
        used = (strengths.amax(2) * ours[:, None]).sum(0) / ours.sum().clamp_min(1e-6)
        least = (best + (1 - present)).amin(1)
        return torch.cat([torch.stack([found, used, found * used, least], 1), whole], 1) @ self.whole

    def weights(self) -> tuple[np.ndarray, np.ndarray]:
        return self.pair.detach().numpy(), self.whole.detach().numpy()


def take(compared: Comparison, rows: np.ndarray) -> Comparison:
    """Give the comparison with some of its forms only."""
    c = compared
    return Comparison(c.forms[rows], c.pairs[:, rows], c.present[rows], c.theirs[rows], c.ours, c.whole[rows])


def fit(compared: list[Comparison], right: list[int], chosen: np.ndarray) -> Scorer:
    """Fit on the chosen pairs whose right term is on the shortlist; `right` gives its form."""
    rng = np.random.default_rng(SEED)
    scorer = Scorer()
    chosen = np.array([q for q in chosen if right[q] in compared[q].forms])
    batches = EPOCHS * (len(chosen) // BATCH + 1)
    optimiser = torch.optim.Adam(scorer.parameters(), lr=0.05)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, batches)
    for _ in range(EPOCHS):
        for batch in np.array_split(rng.permutation(chosen), len(chosen) // BATCH + 1):
            loss = torch.zeros(())
            for q in batch:
                own = int(np.flatnonzero(compared[q].forms == right[q])[0])
                rows = np.concatenate([[own], [i for i in range(len(compared[q].forms)) if i != own][:NEGATIVES]])
                loss = loss - torch.log_softmax(scorer(take(compared[q], rows)), 0)[0]
            optimiser.zero_grad()
            torch.autograd.backward(loss / len(batch))
            optimiser.step()
            schedule.step()
    return scorer


def rank(found: np.ndarray, forms: np.ndarray, right: int) -> int:
    """Give how many forms come before the right one; very many when it is not among them."""
    at = np.flatnonzero(forms == right)
    return int((np.argsort(-found, kind="stable") == at[0]).argmax()) if len(at) else 10**6


def report(name: str, ranks: np.ndarray, terms: np.ndarray) -> None:
    """Print the shares of first and of first three, with 95 % bootstrap intervals over right terms."""
    rng = np.random.default_rng(SEED)
    members = [np.flatnonzero(terms == t) for t in np.unique(terms)]
    out = []
    for most in (1, 3):
        hits = ranks < most
        each = np.array([[hits[m].sum(), len(m)] for m in members])
        drawn = each[rng.integers(0, len(each), (1000, len(each)))].sum(1)
        low, high = np.quantile(drawn[:, 0] / drawn[:, 1], [0.025, 0.975])
        out.append(f"first {most}: {hits.mean():.3f} [{low:.3f}, {high:.3f}]")
    print(f"{name:28}", "   ".join(out), flush=True)


def calibrate(found: list[np.ndarray], labels: list[np.ndarray]) -> tuple[float, float]:
    """Fit the logistic curve from a sum to the probability that its form is the right one."""
    x = np.stack([np.concatenate(found), np.ones(sum(map(len, found)))], 1).astype(np.float64)
    y = np.concatenate(labels).astype(np.float64)
    line = np.array([1.0, -float(np.quantile(x[:, 0], 1 - y.mean()))])
    for _ in range(30):  # Newton's method
        p = 1 / (1 + np.exp(-(x @ line)))
        curvature = (x * (p * (1 - p))[:, None]).T @ x
        line += np.linalg.solve(curvature, x.T @ (y - p))
    return float(line[0]), float(line[1])


def main() -> None:
    with Path(sys.argv[1]).open(encoding="utf-8") as file:
        pairs = [row[:2] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)][1:]
    rights = sorted({right for _, right in pairs})
    encoder = open_model()
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "terms.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["en"], *([right] for right in rights)])
        ranker = Ranker(load_terms([table]), encoder, open_thesaurus())
    number = {text: i for i, text in enumerate(ranker.forms)}
    right = [number.get(r, -1) for _, r in pairs]
    terms = np.array([rights.index(r) for _, r in pairs])
    texts = [plain(r).lower() for r in rights]

    by_ratio = process.cdist([p.lower() for p, _ in pairs], texts, scorer=fuzz.ratio) / 100
    ours, theirs = (np.stack([e.vector for e in encoder.encode(t)]) for t in ([p for p, _ in pairs], texts))
    everything = np.arange(len(rights))
    both = ours @ theirs.T + by_ratio / 2
    report("rapidfuzz ratio", np.array([rank(s, everything, t) for s, t in zip(by_ratio, terms, strict=True)]), terms)
    report(
        "cosine + half the ratio", np.array([rank(s, everything, t) for s, t in zip(both, terms, strict=True)]), terms
    )

    compared = [ranker.compare(phrase) for phrase, _ in pairs]
    compared = [c._replace(pairs=c.pairs.astype(np.float16)) for c in compared]
    on_list = np.mean([r in c.forms for r, c in zip(right, compared, strict=True)])
    shuffled = np.random.default_rng(SEED).permutation(len(rights))
    fold = np.array([shuffled[t] % FOLDS for t in terms])
    ranks, found, labels = np.zeros(len(pairs)), [], []
    for k in range(FOLDS):
        weights = fit(compared, right, np.flatnonzero(fold != k)).weights()
        for q in np.flatnonzero(fold == k):
            values = sums(compared[q], *weights)
            ranks[q] = rank(values, compared[q].forms, right[q])
            shown = np.argsort(-values, kind="stable")[:MOST]
            found.append(values[shown])
            labels.append(compared[q].forms[shown] == right[q])
        print(f"  part {k}: {np.mean(ranks[fold == k] < 1):.3f} {np.mean(ranks[fold == k] < 3):.3f}", flush=True)
    report("suggest, cross-validated", ranks, terms)
    print(f"on the shortlist: {on_list:.3f}")
    line = calibrate(found, labels)
    pair, whole = fit(compared, right, np.arange(len(pairs))).weights()
    print("PAIR_WEIGHTS", {name: round(float(w), 2) for name, w in zip(PAIR_WEIGHTS, pair, strict=True)})
    print("WHOLE_WEIGHTS", {name: round(float(w), 2) for name, w in zip(WHOLE_WEIGHTS, whole, strict=True)})
    print("CALIBRATION", tuple(round(v, 2) for v in line))


if __name__ == "__main__":
    main()
