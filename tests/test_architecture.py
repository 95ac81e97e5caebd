"""The import directions that keep the core free of its front ends."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from building import REPOSITORY

PACKAGE = REPOSITORY / "plugins" / "postmortem_kb"
NAME = PACKAGE.name
FRONT_ENDS = ("cli", "mkdocs_plugin")


def module_name(path: Path) -> str:
    parts = (NAME, *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imports_of(path: Path, *, at_run_time: bool = False) -> set[str]:
    """What a module imports; `at_run_time` leaves out what stands under `if TYPE_CHECKING:`."""
    found: set[str] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if at_run_time and isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            skipped |= {id(inner) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {
                full if (full := f"{node.module}.{alias.name}") in MODULES else node.module
                for alias in node.names
            }
    return found


def is_in(module: str, folder: str) -> bool:
    return module == f"{NAME}.{folder}" or module.startswith(f"{NAME}.{folder}.")


@pytest.mark.parametrize("module", sorted(MODULES))
def test_only_the_adapter_imports_mkdocs(module: str) -> None:
    if is_in(module, "mkdocs_plugin"):
        return
    generators = ("mkdocs", "properdocs", "material", "zensical")
    found = {name for name in imports_of(MODULES[module]) if name.split(".")[0] in generators}
    assert found == set()


@pytest.mark.parametrize("module", sorted(MODULES))
def test_the_core_does_not_know_its_front_ends(module: str) -> None:
    for front_end in FRONT_ENDS:
        if is_in(module, front_end):
            return
    found = {
        name
        for name in imports_of(MODULES[module])
        if any(is_in(name, front_end) for front_end in FRONT_ENDS) or name.split(".")[0] == "click"
    }
    assert found == set()


def test_front_ends_use_no_private_name() -> None:
    found = [
        (module, alias.name)
        for module, path in MODULES.items()
        if any(is_in(module, front_end) for front_end in FRONT_ENDS)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(NAME)
        for alias in node.names
        if alias.name.startswith("_")
    ]
    assert found == []


def test_modules_do_not_import_in_circles() -> None:
    graph = {
        module: {
            name
            for name in imports_of(path, at_run_time=True)
            if name in MODULES and name != module
        }
        for module, path in MODULES.items()
        # The package's own door imports what everybody imports through it.
        if path.name != "__init__.py"
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"modules import each other: {' -> '.join(error.args[1])}")


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_module_says_its_place_and_has_one_job(module: str) -> None:
    text = MODULES[module].read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "has no docstring"
    assert text.count("\n") <= 350, "has two jobs"
    jobless = {"utils", "helpers", "manager", "handler", "common", "misc", "base"}
    assert module.rpartition(".")[2] not in jobless
