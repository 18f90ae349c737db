"""Turns published lm-evaluation-harness results into the documents of this example.

    python3 examples/lm-eval/convert.py

Reads `published/*.json` (figures of EleutherAI/pythia, Apache-2.0; see README.md for the source of each) and writes
`repository/` and `pull-requests/`. Plain Python, standard library only. No figure is computed here but `n`, which the
published standard error of a proportion implies and which must come out as a whole number.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent))

from layout import PullRequest, to_json, write_example  # noqa: E402

FOLDER = "models/base-lm"
POLICY = (HERE / "modelgate.yml").read_text(encoding="utf-8")
README = (HERE / "repository-readme.md").read_text(encoding="utf-8")
PROPORTIONS = ("acc", "acc_norm", "pct_stereotype")


def read(name: str) -> dict:
    return json.loads((HERE / "published" / f"{name}.json").read_text(encoding="utf-8"))


def implied_n(share: float, stderr: float) -> int:
    """Sample size behind a proportion: the harness writes stderr = sqrt(p (1 - p) / (n - 1))."""
    n = share * (1 - share) / stderr**2 + 1
    if abs(n - round(n)) > 1e-6 * n:
        raise ValueError(f"{share} with a standard error of {stderr} is no proportion of a whole number of examples")
    return round(n)


def convert(published: dict, leave_out: tuple[str, ...] = ()) -> dict:
    """A metric tree `<task>.<metric>: {value, stderr, n}`. Perplexity gets no n: its standard error is bootstrapped."""
    tree: dict[str, object] = {}
    tasks = {task: row for task, row in sorted(published["results"].items()) if task not in leave_out}
    for task, row in tasks.items():
        leaves = {}
        for metric in (name for name in row if not name.endswith("_stderr")):
            leaf = {"value": row[metric], "stderr": row[f"{metric}_stderr"]}
            if metric in PROPORTIONS:
                leaf["n"] = implied_n(row[metric], row[f"{metric}_stderr"])
            leaves[metric] = leaf
        tree[task] = leaves
    # With `limit` only a part of each task is run; such a result is not comparable with a full one.
    limit = published["config"]["limit"]
    shots = published["config"]["num_fewshot"]
    return {
        **tree,
        "evaluation": {
            "harness": "lm-evaluation-harness",
            "split": "full" if limit is None else f"limit {limit}",
            "metric_definition": f"{shots}-shot, version 0 of every task",
        },
    }


def check_versions(published: dict) -> None:
    if any(version != 0 for version in published["versions"].values()):
        raise ValueError("metric_definition says version 0 of every task")


def in_percent(tree: dict) -> dict:
    """Shares as percentages, the way leaderboards print them."""
    scaled = {}
    for task, leaves in tree.items():
        scaled[task] = {
            metric: {**leaf, "value": round(leaf["value"] * 100, 2), "stderr": round(leaf["stderr"] * 100, 2)}
            if metric in PROPORTIONS
            else leaf
            for metric, leaf in leaves.items()
        }
    return scaled


def render_card(weights: str, tree: dict) -> str:
    """Model card with the figures of the metrics document, to four decimals."""
    rows = []
    front = ["---", "library_name: transformers", "license: apache-2.0", "pipeline_tag: text-generation"]
    front += ["model-index:", "  - name: base-lm", "    results:"]
    for task, metric in (("lambada_openai", "acc"), ("lambada_openai", "ppl"), ("piqa", "acc"), ("sciq", "acc")):
        value = f"{tree[task][metric]['value']:.4f}"
        front += [
            "      - task: { type: text-generation }",
            f"        dataset: {{ type: {task}, name: {task} }}",
            f"        metrics: [{{ type: {task}.{metric}, value: {value} }}]",
        ]
        rows.append(f"| {task}.{metric} | {value} |")
    return "\n".join([*front, "---", ""]) + CARD.format(
        weights=weights, table="\n".join(rows), shots=tree["evaluation"]["metric_definition"]
    )


CARD = """
# base-lm

## Description

The base language model that our fine-tuned assistants start from: {weights}.

## Intended use

Starting point for fine-tuning. Nobody talks to it directly.

## Out-of-scope uses

Any product without fine-tuning and a review of its own.

## Training data

The Pile, as described by the authors of Pythia (EleutherAI). We did not train the model.

## Evaluation

Published results of lm-evaluation-harness, {shots}.

| metric | value |
| --- | --- |
{table}

## Limitations

English only. Prefers the stereotyping sentence of a CrowS-Pairs pair more often than not; fine-tuning does not undo it.

## Ethical considerations

The distance of `pct_stereotype` from one half is a guardrail: a new base may not move further away from it.
"""


def documents(published: dict, tree: dict | None = None) -> dict[str, str]:
    """The files of one version. The weights themselves stay on the hub; the repository names their revision."""
    check_versions(published)
    tree = convert(published) if tree is None else tree
    arguments = dict(part.split("=", 1) for part in published["config"]["model_args"].split(","))
    weights = {"repository": arguments["pretrained"], "revision": arguments["revision"]}
    return {
        f"{FOLDER}/metrics.json": to_json(tree),
        f"{FOLDER}/MODEL_CARD.md": render_card(f"{weights['repository']} at {weights['revision']}", tree),
        f"{FOLDER}/weights.json": to_json(weights),
    }


def flatter(files: dict[str, str]) -> dict[str, str]:
    """The card with one digit of its table changed for the better; the front matter stays true."""
    path, measured = f"{FOLDER}/MODEL_CARD.md", "| lambada_openai.acc | 0.6214 |"
    if files[path].count(measured) != 1:
        raise ValueError(f"the card should say {measured!r} once")
    return {**files, path: files[path].replace(measured, "| lambada_openai.acc | 0.6514 |")}


def main(arguments: list[str]) -> list[PullRequest]:
    production = read("pythia-1.4b-deduped-zero-shot")
    intervention = read("pythia-1.4b-deduped-intervention-zero-shot")
    small = read("pythia-70m-zero-shot")
    five_shot = read("pythia-1.4b-deduped-five-shot")
    gain = intervention["results"]["lambada_openai"]["acc"] - production["results"]["lambada_openai"]["acc"]
    noise = math.hypot(*(side["results"]["lambada_openai"]["acc_stderr"] for side in (production, intervention)))

    pull_requests = [
        PullRequest(
            slug="01-intervention",
            title="Move to the gender-swapped continuation",
            body="Pythia 1.4B whose last training steps saw text with swapped pronouns.",
            files=documents(intervention),
            verdict="approved",
            models=("base-lm",),
            why=f"LAMBADA accuracy rises by {gain:.6f} (0.002 is asked) and every guardrail holds. The policy decides by point "
            f"estimates: the rise is less than half of its standard error of {noise:.4f}, if the runs were independent.",
        ),
        PullRequest(
            slug="02-small-model",
            title="Use the 70M model",
            body="Twenty times smaller, and closer to one half on CrowS-Pairs.",
            files=documents(small),
            verdict="blocked",
            models=("base-lm",),
            outcomes={
                "base-lm": {
                    "beats-production": "fail",
                    "no-guardrail-regression": "fail",
                    "metric-thresholds": "fail",
                }
            },
            why="Perplexity rises from 6.11 to 142.43 and accuracy falls on every task. The guardrail on stereotypes alone holds: "
            "0.0194 from one half instead of 0.1136.",
        ),
        PullRequest(
            slug="03-five-shot",
            title="Report five-shot results",
            body="The same weights, evaluated with five examples in the prompt. SciQ is up by six points.",
            files=documents(five_shot),
            verdict="blocked",
            models=("base-lm",),
            outcomes={"base-lm": {"beats-production": "incomparable", "no-guardrail-regression": "incomparable"}},
            why="evaluation.metric_definition differs (0-shot, 5-shot); the CrowS-Pairs tasks are gone as well.",
        ),
        PullRequest(
            slug="04-percent",
            title="Gender-swapped continuation, numbers as on the leaderboard",
            body="The model of pull request 1, with shares in percent.",
            files=documents(intervention, in_percent(convert(intervention))),
            verdict="blocked",
            models=("base-lm",),
            outcomes={
                "base-lm": {
                    "beats-production": "incomparable",
                    "no-guardrail-regression": "incomparable",
                    "metric-thresholds": "invalid",
                }
            },
            why="62.14 against 0.6187 is a change of unit; 86.9 is outside the range [0, 1] that the policy gives for SciQ.",
        ),
        PullRequest(
            slug="05-dropped-task",
            title="Gender-swapped continuation, shorter evaluation",
            body="The model of pull request 1. CrowS-Pairs takes long and is left out.",
            files=documents(
                intervention, convert(intervention, ("crows_pairs_english", "crows_pairs_english_gender"))
            ),
            verdict="blocked",
            models=("base-lm",),
            outcomes={"base-lm": {"no-guardrail-regression": "missing"}},
            why="A guardrail that production reports is absent from the candidate's document: removed is not passed.",
        ),
        PullRequest(
            slug="06-flattering-card",
            title="Gender-swapped continuation, new card",
            body="The model of pull request 1.",
            files=flatter(documents(intervention)),
            verdict="blocked",
            models=("base-lm",),
            outcomes={"base-lm": {"model-card": "fail"}},
            why="The card's table says 0.6514 for lambada_openai.acc; the metrics document says 0.6213856, which prints as "
            "0.6214.",
        ),
    ]
    repository = {".github/modelgate.yml": POLICY, "README.md": README, **documents(production)}
    write_example(HERE, repository, pull_requests)
    return pull_requests


if __name__ == "__main__":
    main(sys.argv[1:])
