"""What `postmortem import --dry-run --format json` answers, taken apart for the comparison."""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TIMESTAMP = re.compile(
    r"~?(?P<date>(?:\d{4}|-)-\d{2}-\d{2})?(?:T(?P<hour>\d{2})(?::(?P<minute>\d{2}))?)?"
)
_COMMAND = (sys.executable, "-m", "postmortem_kb.cli", "import", "--dry-run", "--format", "json")


@dataclass(frozen=True, slots=True)
class Answer:
    """One document of the answer; what is absent there is None or empty here."""

    document: dict[str, Any]

    @property
    def verdict(self) -> str | None:
        """`postmortem`, `not-a-postmortem` or `unreadable`."""
        return self.document.get("verdict")

    def value(self, name: str) -> str | None:
        """A plain value of the front matter."""
        value = (self.document.get("front_matter") or {}).get(name)
        return None if value in (None, "", "unknown") else str(value)

    def clock(self, name: str) -> str | None:
        """The time of a timestamp to the minute, e.g. `13:15`."""
        return split_timestamp(self.value(name))[1]

    def date(self, name: str) -> str | None:
        """The day of a timestamp, where its year is known."""
        return split_timestamp(self.value(name))[0]

    @property
    def percent(self) -> float | None:
        """`impact.users_percent`, with or without its mark for about."""
        impact = (self.document.get("front_matter") or {}).get("impact")
        if not isinstance(impact, dict) or impact.get("users_percent") is None:
            return None
        return float(str(impact["users_percent"]).strip().lstrip("~").rstrip("%"))

    @property
    def duration(self) -> int | None:
        """`duration_minutes`, to the minute."""
        minutes = self.document.get("duration_minutes")
        return None if minutes is None else int(minutes)

    @property
    def timed_entries(self) -> int:
        """How many events have a clock time."""
        events = self.document.get("timeline") or []
        return sum(split_timestamp(event.get("at"))[1] is not None for event in events)

    @property
    def root_causes(self) -> list[str]:
        """Every candidate, best first; the chosen ones where the evidence ranks none."""
        ranked = [
            (evidence["rank"], str(evidence["value"]))
            for evidence in self.document.get("evidence") or []
            if evidence.get("field") == "root_causes" and evidence.get("rank")
        ]
        if ranked:
            return [term for _, term in sorted(ranked, key=lambda pair: pair[0])]
        return list((self.document.get("front_matter") or {}).get("root_causes") or [])

    def listed(self, name: str) -> list[Any]:
        """One of the lists beside the front matter, e.g. `action_items`."""
        return list(self.document.get(name) or [])


def split_timestamp(text: str | None) -> tuple[str | None, str | None]:
    """The day and the time of a timestamp; None for what it does not know.

    A day without its year (`--06-05T13:15`) counts as not known.
    """
    found = _TIMESTAMP.match(text or "")
    if found is None:
        return None, None
    date, hour = found["date"], found["hour"]
    known_day = None if date is None or date.startswith("--") else date
    return known_day, None if hour is None else f"{hour}:{found['minute'] or '00'}"


def ask(files: Sequence[Path]) -> dict[Path, Answer]:
    """Run the command on the files, in an empty folder: no site's options, nothing imported yet.

    Raises RuntimeError where its answer is no JSON; exit code 1 is right where some are no
    postmortems.
    """
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [*_COMMAND, *map(str, files)],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        try:
            documents = json.loads(done.stdout)["documents"]
        except (ValueError, KeyError) as error:
            raise RuntimeError(
                f"the command ended with {done.returncode} and no readable answer:\n"
                f"{done.stderr[-2000:] or done.stdout[-2000:]}"
            ) from error
        return read_answers(documents, files, Path(folder))


def read_answers(
    documents: Iterable[dict[str, Any]], files: Iterable[Path], folder: Path
) -> dict[Path, Answer]:
    """The answers by file; a source is found by its path from `folder`, or by its end."""
    by_path = {path.resolve(): path for path in files}
    found = {}
    for document in documents:
        source = Path(document["source"])
        path = by_path.get((folder / source).resolve())
        if path is None:
            ends = [file for file in by_path.values() if file.parts[-2:] == source.parts[-2:]]
            path = ends[0] if len(ends) == 1 else None
        if path is not None:
            found[path] = Answer(document)
    return found
