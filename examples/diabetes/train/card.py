"""The model cards, written from the metrics documents so that their numbers are the measured ones."""

from __future__ import annotations


def value_of(leaf: object) -> float:
    return leaf["value"] if isinstance(leaf, dict) else leaf


def render(title: str, task: str, shown: dict[str, int], metrics: dict, sections: str) -> str:
    """`shown`: the metrics that the card states, with the decimals it states them to."""
    values = {name: f"{value_of(metrics[name]):.{digits}f}" for name, digits in shown.items()}
    front = ["---", "library_name: scikit-learn", f"tags: [{task}]", "model-index:"]
    front += [
        f"  - name: {title.split()[0].lower()}",
        "    results:",
        f"      - task: {{ type: {task} }}",
        "        dataset: { type: diabetes, name: Diabetes (Efron and others 2004), split: test }",
        "        metrics:",
    ]
    for name, value in values.items():
        front += [f"          - type: {name}", f"            value: {value}"]
    table = "\n".join(f"| {name} | {value} |" for name, value in values.items())
    n = metrics["evaluation"]["n"]
    evaluation = f"## Evaluation\n\nOn the {n} held-out patients.\n\n| metric | value |\n| --- | --- |\n{table}\n"
    return "\n".join([*front, "---", "", f"# {title}", "", sections.replace("EVALUATION\n", evaluation)])


DATA = """## Training data

442 patients with diabetes, ten measurements each at the start and a score of how far the disease had come one year
later (Efron, Hastie, Johnstone, Tibshirani 2004), as they come with scikit-learn. Half of the patients, stratified by
sex and drawn with a fixed seed, train the model; the other half are held out.

EVALUATION
"""

ETHICS = """## Ethical considerations

Sex is coded 1 and 2 in the source, which does not say which is which. The groups are named by these codes.

## Maintenance

Retrained when the way of measuring changes, and at least once a year. Owner: the care-planning group, reached through
this repository's issues.
"""


def render_progression_card(version: str, about: str, metrics: dict) -> str:
    decimals = 3 if value_of(metrics["rmse"]) > 1 else 6
    shown = {"rmse": decimals, "mae": decimals, "r2": 3}
    sections = f"""## Description

Predicts the progression score one year ahead. {about}

## Intended use

Planning how much follow-up capacity a clinic needs.

## Out-of-scope uses

Decisions about a single patient.

{DATA}
## Limitations

More than half of the differences between patients stay unexplained. One cohort of the last century; treatment has
changed since.

{ETHICS}"""
    return render(f"Progression {version}", "tabular-regression", shown, metrics, sections)


def render_referral_card(version: str, about: str, metrics: dict) -> str:
    sections = f"""## Description

Says whether a patient's progression score will be above the median, which puts the patient on the list for an earlier
appointment. {about}

## Intended use

Ordering the list of appointments. A nurse reviews the list.

## Out-of-scope uses

Denying an appointment to anybody.

{DATA}
## Limitations

About three in ten patients on the list would not have needed to be there. One cohort of the last century.

{ETHICS}"""
    shown = {"auc": 4, "recall": 4, "precision": 4}
    return render(f"Referral {version}", "tabular-classification", shown, metrics, sections)


def render_early_warning_card(version: str, metrics: dict) -> str:
    sections = f"""## Description

Scores how likely a patient's progression will be in the highest quarter. All ten measurements.

## Intended use

Deciding whom a nurse calls first.

## Out-of-scope uses

Decisions that nobody reviews.

{DATA}
## Limitations

Not yet used anywhere. One cohort of the last century.

{ETHICS}"""
    return render(f"Early-warning {version}", "tabular-classification", {"auc": 4, "brier": 4}, metrics, sections)
