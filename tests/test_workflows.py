"""What stands in .github and around it: parsed, and compared with what it names."""

import re
import runpy
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
WORKFLOWS = {path.name: path for path in (ROOT / ".github/workflows").glob("*.yml")}
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
OFFICIAL = re.compile(r"actions/[\w-]+@v\d+")


def load(name):
    found = yaml.safe_load(WORKFLOWS[name].read_text("utf-8"))
    found["on"] = found.pop(True)  # YAML 1.1 takes the word for a truth value
    return found


def steps(workflow):
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_there_are_two_workflows():
    assert set(WORKFLOWS) == {"book.yml", "newest.yml"}


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_only_read_unless_a_job_says_why(name):
    workflow = load(name)
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["concurrency"]["group"]
    assert all(job["timeout-minutes"] <= 120 for job in workflow["jobs"].values())
    allowed = {"publish": {"pages", "id-token"}, "notebooks": {"contents"}, "report": {"issues"}}
    for job, settings in workflow["jobs"].items():
        given = settings.get("permissions", {})
        assert {p for p, right in given.items() if right == "write"} == allowed.get(job, set())


@pytest.mark.parametrize("name", WORKFLOWS)
def test_actions_are_the_official_ones_at_a_major_version(name):
    for step in steps(load(name)):
        assert ("uses" in step) != ("run" in step)
        if "uses" in step:
            assert OFFICIAL.fullmatch(step["uses"]), step


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_uses_no_secret_and_only_commands_that_exist(name):
    assert "secrets." not in WORKFLOWS[name].read_text("utf-8")
    commands = re.findall(
        r"^make ([\w-]+)", "\n".join(s.get("run", "") for s in steps(load(name))), re.M
    )
    assert commands
    for command in commands:
        assert re.search(rf"^{command}:", MAKEFILE, re.MULTILINE), command


@pytest.mark.parametrize("name", WORKFLOWS)
def test_each_job_needs_jobs_that_exist_and_each_value_a_step_that_does(name):
    workflow = load(name)
    for job in workflow["jobs"].values():
        needs = job.get("needs", [])
        assert set([needs] if isinstance(needs, str) else needs) <= set(workflow["jobs"])
        named = {step.get("id") for step in job["steps"]}
        assert set(re.findall(r"\bsteps\.(\w+)\.", str(job))) <= named


def test_every_system_and_every_supported_python_is_tested():
    matrix = load("book.yml")["jobs"]["test"]["strategy"]["matrix"]
    assert matrix["os"] == ["ubuntu-latest", "macos-latest"]
    oldest = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text())[1]
    assert matrix["python"][0] == oldest
    assert matrix["python"] == sorted(matrix["python"], key=lambda v: int(v.split(".")[1]))


def test_only_main_is_published_and_only_after_the_tests():
    jobs = load("book.yml")["jobs"]
    assert jobs["site"]["if"] == "github.ref == 'refs/heads/main'"
    assert set(jobs["publish"]["needs"]) == {"test", "test-all", "site"}
    assert jobs["notebooks"]["needs"] == "publish"


def test_the_workflow_tells_the_book_where_it_will_be():
    (environment,) = [s["env"] for s in load("book.yml")["jobs"]["site"]["steps"] if "env" in s]
    text = (ROOT / "docs/_ext/pages/address.py").read_text("utf-8")
    assert set(environment) == set(re.findall(r'"(BOOK_\w+)"', text))


@pytest.mark.parametrize("name, job", [("book.yml", "test-all"), ("newest.yml", "test")])
def test_every_test_at_its_full_length_runs_before_publishing_and_every_week(name, job):
    runs = [step.get("run", "") for step in load(name)["jobs"][job]["steps"]]
    assert any(run.startswith("make test-all") for run in runs)


def test_the_newest_packages_are_tested_every_week():
    workflow = load("newest.yml")
    assert re.fullmatch(r"\d+ \d+ \* \* \d", workflow["on"]["schedule"][0]["cron"])
    assert workflow["jobs"]["report"]["if"] == "failure()"


def test_binder_installs_what_the_module_needs():
    dependencies = yaml.safe_load((ROOT / "binder/environment.yml").read_text())["dependencies"]
    there = {re.sub(r"^pytorch-cpu", "torch", d) for d in dependencies}
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    needed = re.search(r"^dependencies = \[(.*)\]", project, re.M)[1]
    needed += "," + re.search(r"^book = \[(.*)\]", project, re.M)[1]
    assert {n.strip(' "') for n in needed.split(",")} <= there


def test_the_citation_names_the_version():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    module = runpy.run_path(str(ROOT / "gradbook/__init__.py"))
    assert citation["version"] == module["__version__"]
