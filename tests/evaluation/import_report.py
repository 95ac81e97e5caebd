"""What `postmortem import` finds of what documents state: right, invented and missed, by field.

`make import-report LABELS=…/labels.yaml` runs the command on the documents of one or several
`labels.yaml` and prints the figures. Fields whose label could well be another are
counted apart, and their misses marked with a question mark.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from evaluation.answers import ask
from evaluation.labels import Label, load_labels
from evaluation.scoring import FIELDS, Outcome, Result, score

NAMES = ("verdict", *(field.name for field in FIELDS))
TOGETHER = ("genre", "seeds")
_HEAD = f"{'':18} {'stated':>6} {'right':>5} {'':>5}   {'unsure':>6} {'right':>5} {'all':>5}   "
_HEAD += f"{'absent':>6} {'invented':>8}\n"
_LONGEST = 76


def render_report(labels: Sequence[Label], results: Sequence[Result]) -> str:
    """The figures of each group and of those that belong together, then every miss."""
    groups = list(dict.fromkeys(label.group for label in labels))
    parts = [_render_group(group, labels, results, {group}) for group in groups]
    if set(TOGETHER) <= set(groups):
        parts.append(_render_group(" + ".join(TOGETHER), labels, results, set(TOGETHER)))
    return "\n".join([*parts, _render_misses(results), _LEGEND])


_LEGEND = """\
stated: documents that state the field, and how many of them are right, without the unsure ones
unsure: documents whose label could be another; all: right of both kinds together
absent: documents that do not state it; invented: a value was found all the same
"""


def _render_group(
    title: str, labels: Iterable[Label], results: Iterable[Result], groups: set[str]
) -> str:
    size = sum(label.group in groups for label in labels)
    chosen = [result for result in results if result.id.partition("/")[0] in groups]
    rows = [_render_row(name, [each for each in chosen if each.field == name]) for name in NAMES]
    return f"{title}: {size} documents\n{_HEAD}{''.join(rows)}"


def _render_row(name: str, results: list[Result]) -> str:
    """One field of a group; nothing where no document of it is scored."""
    if not results:
        return ""
    sure = [result for result in results if result.is_stated and not result.unsure]
    unsure = [result for result in results if result.is_stated and result.unsure]
    absent = [result for result in results if not result.is_stated]
    invented = sum(each.outcome is Outcome.INVENTED and not each.unsure for each in absent)
    row = f"{name:18} {len(sure):6} {_right(sure):5} {_percent(sure):>5}   "
    row += f"{len(unsure):6} {_right(unsure):5} {_percent(sure + unsure):>5}   "
    return f"{row}{len(absent):6} {invented:8}".rstrip() + "\n"


def _right(results: list[Result]) -> int:
    return sum(result.outcome is Outcome.RIGHT for result in results)


def _percent(results: list[Result]) -> str:
    return f"{100 * _right(results) / len(results):.0f} %" if results else ""


def _render_misses(results: Iterable[Result]) -> str:
    parts = []
    for name in NAMES:
        misses = [result for result in results if result.field == name and result.is_miss]
        if misses:
            lines = [_render_miss(result) for result in misses]
            parts.append(f"{name}: {len(misses)} to look at\n{''.join(lines)}")
    return "\n".join(parts)


def _render_miss(result: Result) -> str:
    mark = "?" if result.unsure else " "
    expected = "nothing" if result.expected is None else str(result.expected)
    found = "nothing" if result.found is None else _shorten(result.found)
    return f"  {mark} {result.id}: {result.outcome}; expected {expected}, found {found}\n"


def _shorten(found: object) -> str:
    text = "; ".join(map(str, found)) if isinstance(found, list) else str(found)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report; exit code 2 where there is nothing to compare."""
    parser = argparse.ArgumentParser(prog="make import-report", description=__doc__)
    parser.add_argument("labels", nargs="+", type=Path, help="a labels.yaml")
    paths = parser.parse_args(arguments).labels
    labels = [label for path in paths for label in load_labels(path)]
    missing = [str(label.file) for label in labels if not label.file.is_file()]
    if missing:
        sys.stderr.write(f"no such document: {', '.join(missing)}\n")
        return 2
    try:
        answers = ask([label.file for label in labels])
    except RuntimeError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(render_report(labels, score(labels, answers)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
