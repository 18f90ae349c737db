"""Writes an example as folders: `repository/` (production's branch) and `pull-requests/<nn-slug>/`.

Every example's script calls `write_example` with the text of all files, so that nothing in those folders is edited by
hand. Plain Python, standard library only.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class PullRequest:
    """One pull request: what it changes, and what modelgate must say about it.

    `outcomes` holds, per model, the blocking gates that do not pass and their outcome. It is complete: a gate of the
    policy that is not named passes. `policy-change` belongs to the model that it is reported with.
    """

    slug: str
    title: str
    body: str
    files: dict[str, str]
    verdict: str
    why: str
    outcomes: dict[str, dict[str, str]] = field(default_factory=dict)
    models: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()
    author: str = "ml-engineer"

    def failing_gates(self) -> list[str]:
        """Ids of the gates that do not pass, each once, in the order of the models."""
        return list(dict.fromkeys(gate for gates in self.outcomes.values() for gate in gates))


def to_json(value: object) -> str:
    """JSON as Python writes it: a NaN stays the bare token NaN, which is what training scripts leave behind."""
    return json.dumps(value, indent=2) + "\n"


def write_example(folder: Path, repository: dict[str, str], pull_requests: list[PullRequest]) -> None:
    """Replaces `repository/` and `pull-requests/` below `folder`."""
    for name in ("repository", "pull-requests"):
        shutil.rmtree(folder / name, ignore_errors=True)
    write_files(folder / "repository", repository)
    for pull_request in pull_requests:
        write_pull_request(folder / "pull-requests" / pull_request.slug, repository, pull_request)


def write_pull_request(folder: Path, repository: dict[str, str], pull_request: PullRequest) -> None:
    """Files that are the same as production's are left out: a pull request does not change them."""
    missing = [path for path in pull_request.delete if path not in repository]
    if missing:
        raise ValueError(f"{pull_request.slug} deletes files that the repository does not have: {missing}")
    changed = {path: text for path, text in pull_request.files.items() if repository.get(path) != text}
    if not changed and not pull_request.delete:
        raise ValueError(f"{pull_request.slug} changes nothing")
    write_files(folder / "files", changed)
    write_files(folder, {"pull-request.yml": to_yaml(pull_request)})


def write_files(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def to_yaml(pull_request: PullRequest) -> str:
    """The description of a pull request. Scalars are written as JSON strings, which YAML reads as they are."""
    lines = [f"title: {quoted(pull_request.title)}", "body: |"]
    lines += [f"  {line}".rstrip() for line in pull_request.body.strip().splitlines()]
    lines += [
        f"author: {pull_request.author}",
        f"delete: {json.dumps(list(pull_request.delete))}",
        "expected:",
        f"  verdict: {pull_request.verdict}",
        f"  models: {json.dumps(list(pull_request.models))}",
        f"  failing-gates: {json.dumps(pull_request.failing_gates())}",
    ]
    if pull_request.outcomes:
        lines.append("  outcomes:")
        for model, gates in pull_request.outcomes.items():
            pairs = ", ".join(f"{gate}: {outcome}" for gate, outcome in gates.items())
            lines.append(f"    {model}: {{ {pairs} }}")
    lines.append(f"  why: {quoted(pull_request.why)}")
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
