"""Metrics of a binary classifier, each with the evidence of its own uncertainty. numpy only."""

from __future__ import annotations

import math

import numpy as np


def rounded(value: float, digits: int = 6) -> float:
    """Six decimals: far below the noise of 285 cases, and the same on every processor."""
    return float("nan") if math.isnan(value) else round(float(value), digits)


def midranks(values: np.ndarray) -> np.ndarray:
    order = np.argsort(values, kind="mergesort")
    ordered = values[order]
    ranks = np.empty(len(values))
    start = 0
    while start < len(values):
        stop = start
        while stop < len(values) and ordered[stop] == ordered[start]:
            stop += 1
        ranks[order[start:stop]] = 0.5 * (start + stop - 1) + 1
        start = stop
    return ranks


def auc_with_stderr(labels: np.ndarray, scores: np.ndarray) -> tuple[float, float]:
    """Area under the ROC curve with DeLong's standard error (DeLong, DeLong, Clarke-Pearson 1988; midranks after
    Sun and Xu 2014). NaN for scores that are not finite: they put the cases in no order."""
    if not np.isfinite(scores).all():
        return float("nan"), float("nan")
    positive, negative = scores[labels == 1], scores[labels == 0]
    m, n = len(positive), len(negative)
    together = midranks(np.concatenate([positive, negative]))
    v01 = (together[:m] - midranks(positive)) / n
    v10 = 1 - (together[m:] - midranks(negative)) / m
    return float(v01.mean()), math.sqrt(v01.var(ddof=1) / m + v10.var(ddof=1) / n)


def counts(labels: np.ndarray, alarms: np.ndarray) -> dict[str, int]:
    """Confusion counts; the positive class is 1."""
    return {
        "n": int(len(labels)),
        "tp": int((alarms & (labels == 1)).sum()),
        "fp": int((alarms & (labels == 0)).sum()),
        "fn": int((~alarms & (labels == 1)).sum()),
        "tn": int((~alarms & (labels == 0)).sum()),
    }


def ratio(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def recall_of(table: dict[str, int]) -> float:
    return ratio(table["tp"], table["tp"] + table["fn"])


def precision_of(table: dict[str, int]) -> float:
    return ratio(table["tp"], table["tp"] + table["fp"])


def f1_of(table: dict[str, int]) -> float:
    return ratio(2 * table["tp"], 2 * table["tp"] + table["fp"] + table["fn"])


def f1_interval(labels: np.ndarray, alarms: np.ndarray, seed: int, resamples: int = 2000) -> dict[str, float]:
    """Percentile bootstrap over the hold-out cases, 95 %."""
    random = np.random.RandomState(seed)
    values = []
    for _ in range(resamples):
        drawn = random.randint(0, len(labels), len(labels))
        values.append(f1_of(counts(labels[drawn], alarms[drawn])))
    lower, upper = np.percentile(values, [2.5, 97.5])
    return {"lower": rounded(lower), "upper": rounded(upper), "level": 0.95}


def proportion_stderr(share: float, n: int) -> float:
    return math.sqrt(share * (1 - share) / n)


def slice_table(labels: np.ndarray, scores: np.ndarray, alarms: np.ndarray, band: np.ndarray) -> dict[str, dict]:
    """One row per group of `band`: how many cases, how well they were found."""
    rows = {}
    for group in sorted(set(band)):
        inside = band == group
        table = counts(labels[inside], alarms[inside])
        rows[str(group)] = {
            "n": table["n"],
            "recall": rounded(recall_of(table)),
            "brier": rounded(float(np.mean((scores[inside] - labels[inside]) ** 2))),
        }
    return rows


def group_table(labels: np.ndarray, alarms: np.ndarray, band: np.ndarray) -> dict[str, dict]:
    """The counts that a fairness gate recomputes its rates from."""
    return {"groups": {str(g): counts(labels[band == g], alarms[band == g]) for g in sorted(set(band))}}


def classifier_metrics(labels: np.ndarray, scores: np.ndarray, alarms: np.ndarray, seed: int) -> dict[str, object]:
    """Hold-out metrics. `n` of recall is the number of malignant cases, that of the others all cases."""
    n, positives = len(labels), int(labels.sum())
    auc, auc_stderr = auc_with_stderr(labels, scores)
    table = counts(labels, alarms)
    recall = recall_of(table)
    squared = (scores - labels) ** 2
    if math.isnan(auc):
        return {
            "auc": auc,
            "recall": recall,
            "precision": precision_of(table),
            "f1": f1_of(table),
            "brier": float(np.mean(squared)),
        }
    return {
        "auc": {"value": rounded(auc), "n": n, "stderr": rounded(auc_stderr)},
        "recall": {"value": rounded(recall), "n": positives, "stderr": rounded(proportion_stderr(recall, positives))},
        "precision": rounded(precision_of(table)),
        "f1": {"value": rounded(f1_of(table)), "n": n, "ci": f1_interval(labels, alarms, seed)},
        "brier": {
            "value": rounded(float(squared.mean())),
            "n": n,
            "stderr": rounded(float(squared.std(ddof=1)) / math.sqrt(n)),
        },
    }
