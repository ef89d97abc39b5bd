"""The direction of imports, and who may print, exit or ask the command line's library."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import narrate

PACKAGE = Path(narrate.__file__).parent

LAYERS = (
    ("narrate", "model"),
    ("errors", "contracts", "words", "homes", "digests"),
    ("plugins", "ahead", "settings", "samples", "pictures", "presets", "calls", "slugs"),
    ("records", "division"),
    ("text", "audio", "fetch", "downloads", "cache", "voices", "staging", "kept", "epubs"),
    ("captions",),
    ("readers", "engines", "outputs", "sources"),
    ("reference",),
    ("synthesis", "casting", "installation", "checkup", "verify", "encoding"),
    ("mastering", "options"),
    ("recording",),
    ("pipeline", "render"),
    ("choices", "store"),
    ("podcast",),
    ("library",),
    ("cluster",),
    ("web",),
    ("cli",),
    ("__main__",),
)
"""Modules and folders, lowest first; `narrate` itself holds only the version. Those of a row never know each other."""
LAYER = {name: number for number, row in enumerate(LAYERS) for name in row}
PLUGINS = ("readers", "engines", "outputs")

MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))
BELOW_CLI = [path for path in MODULES if path.parts[0] not in ("cli", "__main__.py")]


def tree(module: Path) -> ast.Module:
    return ast.parse((PACKAGE / module).read_text("utf-8"))


def dotted(module: Path) -> str:
    parts = ("narrate", *module.with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(module: Path) -> Iterator[str]:
    """Full names of all that a module imports, at its top, within functions and for type checkers."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{whole(module, node)}.{alias.name}" for alias in node.names)


def whole(module: Path, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = ("narrate", *module.parent.parts)[: len(module.parts) + 1 - node.level]
    return ".".join([*parts, *([node.module] if node.module else [])])


def unit(name: str) -> str:
    """The row's member that a full name of ours belongs to: `narrate.audio.codec.decoded` to `audio`."""
    second = name.split(".")[1] if "." in name else ""
    known = second and ((PACKAGE / second).is_dir() or (PACKAGE / f"{second}.py").is_file())
    return second if known else "narrate"


def ours(module: Path) -> Iterator[str]:
    return (name for name in imported(module) if name.split(".")[0] == "narrate")


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_imports_only_from_lower_layers_and_its_own_folder(module: Path) -> None:
    own = unit(dotted(module))
    assert own in LAYER, f"{module} has no layer: give it one in the design and here"
    for name in ours(module):
        other = unit(name)
        allowed = LAYER[other] < LAYER[own] or (other == own and (PACKAGE / own).is_dir())
        assert allowed, f"{module} (layer of {own}) imports {name}"


@pytest.mark.parametrize("module", [path for path in MODULES if path.parts[0] in PLUGINS], ids=str)
def test_a_plug_in_knows_no_other_of_its_kind(module: Path) -> None:
    group = module.parts[0]
    package = f"narrate.{group}"
    own = dotted(module).removeprefix(f"{package}.").split(".")[0].lstrip("_").split("_")[0]
    for name in ours(module):
        if not name.startswith(f"{package}."):
            continue
        other = name.removeprefix(f"{package}.").split(".")[0]
        is_module = (PACKAGE / group / f"{other}.py").is_file()
        assert not is_module or other.startswith("_") or other == own, f"{module} imports {name}"


def calls(module: Path) -> Iterator[str]:
    """What a module calls, as far as it is a name with dots."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


EXITS = {"exit", "quit", "sys.exit"}
ENDS_AT_ONCE = {"os._exit", "os.abort"}
CONFIGURES = {"logging.basicConfig", "logging.disable", "logging.captureWarnings", "warnings.simplefilter"}


@pytest.mark.parametrize("module", BELOW_CLI, ids=str)
def test_only_the_command_line_prints_exits_and_configures_logging(module: Path) -> None:
    called = set(calls(module))
    assert not called & {"print", "input", "breakpoint"}
    assert not called & EXITS
    assert not called & CONFIGURES
    # children of engines and of a batch end themselves
    own_process = module.parts[0] in ("engines", "library") and module.stem.startswith("_")
    assert own_process or not called & ENDS_AT_ONCE
    assert not [name for name in called if name.startswith(("sys.stdout", "sys.stderr"))]
    raised = [ast.unparse(node.exc) for node in ast.walk(tree(module)) if isinstance(node, ast.Raise) and node.exc]
    assert not [text for text in raised if text.startswith("SystemExit")]
    assert not [name for name in imported(module) if name.split(".")[0] == "click"]


def test_only_fetch_and_the_command_line_touch_standard_input() -> None:
    users = {path for path in MODULES if "sys.stdin" in (PACKAGE / path).read_text("utf-8")}
    assert {str(path) for path in users if path.parts[0] != "cli"} == {"fetch/__init__.py"}


def test_the_modules_of_the_design_are_all_seen() -> None:
    assert {unit(dotted(path)) for path in MODULES} >= {"model", "text", "audio", "engines", "pipeline", "cli"}
