"""The model card, written from the metrics document so that its numbers are the measured ones."""

from __future__ import annotations

import math

SHOWN = ("auc", "recall", "precision", "f1", "brier")


def value_of(leaf: object) -> float:
    return leaf["value"] if isinstance(leaf, dict) else leaf


def render_card(version: str, kind: str, about: str, features: list[str], metrics: dict) -> str:
    """Markdown with the metadata block of the Hugging Face hub. A metric that is not finite is left out."""
    values = {name: value_of(metrics[name]) for name in SHOWN}
    claims = {name: value for name, value in values.items() if math.isfinite(value)}
    n = metrics["evaluation"]["n"]
    front = ["---", "library_name: scikit-learn", "tags: [tabular-classification]", "model-index:", "  - name: tumour"]
    front += [
        "    results:",
        "      - task: { type: tabular-classification }",
        "        dataset: { type: breast_cancer, name: Breast Cancer Wisconsin (Diagnostic), split: test }",
        "        metrics:",
    ]
    for name, value in claims.items():
        front += [f"          - type: {name}", f"            value: {value:.4f}"]
    table = [f"| {name} | {value:.4f} |" for name, value in claims.items()]
    return "\n".join(front + ["---", ""]) + BODY.format(
        version=version,
        kind=kind,
        about=about,
        features=", ".join(features) if len(features) < 10 else f"all {len(features)} of the data set",
        n=n,
        table="\n".join(table),
    )


BODY = """# Tumour classifier {version}

## Description

A {kind} that reads measurements of cell nuclei from a digitised fine needle aspirate and scores how likely the tumour
is malignant. {about} Features: {features}.

## Owner

Diagnostics modelling group, reached through this repository's issues.

## Intended use

A second opinion for the order in which samples are reviewed. A pathologist looks at every sample.

## Out-of-scope uses

Diagnosis without a pathologist; images from other microscopes or stains; any use on people who did not consent.

## Training data

Breast Cancer Wisconsin (Diagnostic), 569 cases, as it comes with scikit-learn. Half of the cases, stratified by
diagnosis and drawn with a fixed seed, train the model; the other half are held out.

## Evaluation

On the {n} held-out cases. An alarm is a score at or above the threshold in `model/model.json`.

| metric | value |
| --- | --- |
{table}

Recall by size and by texture is in `metrics.json`, alarms by contour in `fairness.json`.

## Limitations

One clinic, one decade, one way of preparing samples. Few malignant tumours are small, so what is measured on small
ones says little. The scores are not calibrated for another share of malignant cases than that of this data set.

## Ethical considerations

The data set says nothing about the people behind the samples: neither sex, nor age, nor origin. Whether the model
serves all of them alike cannot be told from it. The groups that are compared are groups of tumours.

## Maintenance

Retrained when the microscope or the stain changes, and at least once a year.
"""
