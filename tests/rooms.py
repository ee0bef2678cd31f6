"""``make rooms``: draw which app imports which, from the imports themselves, into docs/architecture.md."""

import re
import tomllib
from pathlib import Path

import grimp

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "architecture.md"
BETWEEN = re.compile(r"(<!-- rooms -->\n```\n).*?(```\n<!-- end of rooms -->)", re.DOTALL)


def floors() -> list[list[str]]:
    """Return our apps from top to bottom, those of one floor together, as the import contract has them."""
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    return [[name.strip() for name in floor.split("|")] for floor in lint["contracts"][0]["layers"]]


def picture() -> str:
    """Return a line per app with a mark for each app that it imports; none stands below the diagonal."""
    apps = [app for floor in floors() for app in floor]
    graph = grimp.build_graph(*apps, cache_dir=None)
    width = max(len(app) for app in apps)
    lines = [" " * (width + 4) + " ".join(f"{number:2}" for number in range(1, len(apps) + 1))]
    for number, app in enumerate(apps, start=1):
        marks = [" ■" if _imports(graph, app, other) else " ·" for other in apps]
        marks[number - 1] = " ╲"
        lines.append(f"{number:2} {app:<{width}} " + " ".join(marks))
    return "\n".join(lines) + "\n"


def _imports(graph: grimp.ImportGraph, app: str, other: str) -> bool:
    """Say whether a module of ``app`` itself imports one of ``other``."""
    found = f"{other}."
    return any(
        module == other or module.startswith(found)
        for importer in {app, *graph.find_descendants(app)}
        for module in graph.find_modules_directly_imported_by(importer)
    )


if __name__ == "__main__":
    PAGE.write_text(BETWEEN.sub(rf"\g<1>{picture()}\g<2>", PAGE.read_text()))
