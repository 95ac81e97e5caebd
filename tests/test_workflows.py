"""The workflows are valid, and publish what they should when they should."""

import subprocess
import sys
from typing import Any

import pytest
import yaml

from building import REPOSITORY

WORKFLOWS = REPOSITORY / ".github" / "workflows"


def load_workflow(name: str) -> dict[str, Any]:
    # The base loader leaves `on` a word: YAML 1.1 reads it as true.
    return yaml.load((WORKFLOWS / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


@pytest.fixture
def site() -> dict[str, Any]:
    return load_workflow("site.yml")


def steps_using(job: dict[str, Any], action: str) -> list[dict[str, Any]]:
    return [step for step in job["steps"] if step.get("uses", "").startswith(f"{action}@")]


def commands_of(job: dict[str, Any]) -> str:
    return "\n".join(step.get("run", "") for step in job["steps"])


@pytest.mark.parametrize("name", sorted(path.name for path in WORKFLOWS.glob("*.yml")))
def test_workflow_matches_the_schema(name: str) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "check_jsonschema"),
            *("--builtin-schema", "vendor.github-workflows", str(WORKFLOWS / name)),
        ],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_site_runs_for_pull_requests_and_pushes_to_main_only(site: dict[str, Any]) -> None:
    assert set(site["on"]) == {"pull_request", "push"}
    assert site["on"]["push"] == {"branches": ["main"]}


def test_pull_request_is_checked_and_built_strictly(site: dict[str, Any]) -> None:
    build = site["jobs"]["build"]
    assert "if" not in build
    unconditional = [step.get("run", "") for step in build["steps"] if "if" not in step]
    assert any("postmortem check --strict" in command for command in unconditional)
    assert any("mkdocs build --strict" in command for command in unconditional)


def test_pull_request_does_not_publish(site: dict[str, Any]) -> None:
    publishing = [
        name for name, job in site["jobs"].items() if steps_using(job, "actions/deploy-pages")
    ]
    assert publishing == ["deploy"]
    assert site["jobs"]["deploy"]["if"] == (
        "github.event_name == 'push' && github.ref == 'refs/heads/main'"
    )
    (upload,) = steps_using(site["jobs"]["build"], "actions/upload-pages-artifact")
    assert upload["if"] == "github.event_name == 'push'"


def test_main_publishes_the_folder_that_was_built(site: dict[str, Any]) -> None:
    build, deploy = site["jobs"]["build"], site["jobs"]["deploy"]
    (upload,) = steps_using(build, "actions/upload-pages-artifact")
    assert f"--site-dir {upload['with']['path']}" in commands_of(build)
    assert deploy["needs"] == "build"
    assert deploy["environment"]["name"] == "github-pages"


def test_only_the_publishing_job_may_write(site: dict[str, Any]) -> None:
    assert site["permissions"] == {}
    assert site["jobs"]["build"]["permissions"] == {"contents": "read", "pages": "read"}
    assert site["jobs"]["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}


def test_a_publication_is_never_cut_off(site: dict[str, Any]) -> None:
    assert site["concurrency"]["cancel-in-progress"] == (
        "${{ github.event_name == 'pull_request' }}"
    )
    assert site["jobs"]["deploy"]["concurrency"] == {
        "group": "pages",
        "cancel-in-progress": "false",
    }


def test_build_knows_the_whole_history_and_keeps_no_credentials(site: dict[str, Any]) -> None:
    (checkout,) = steps_using(site["jobs"]["build"], "actions/checkout")
    assert checkout["with"] == {"fetch-depth": "0", "persist-credentials": "false"}
