"""Generates records for measuring: always the same ones, of about 6 KB each, like real ones.

`python make_records.py FOLDER COUNT` writes them as files.
"""

import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

_SERVICES = "checkout payments search accounts catalogue mail storage reports".split()
_CAUSES = "capacity configuration hardware/disk software-bug dependency network deployment".split()
_TRIGGERS = "configuration-change hardware-failure manual-operation".split()
_WORDS = (
    "the queue of payment requests grew because workers waited for a lock that a migration held "
    "while the replica caught up and alerts pointed to the database so the team moved traffic to "
    "the second region restarted the consumers and saw latency fall after the cache was warm"
).split()
_LABELS = ("", "", "", "**Hypothesis:** ", "**Ruled out:** ", "**Escalated:** ")

TAXONOMY = "services:\n" + "".join(f"  {service}: {{}}\n" for service in _SERVICES)


def make_records(count: int) -> Iterator[tuple[str, str]]:
    """Yield the file name and the text of each record."""
    for number in range(count):
        source = random.Random(number)
        started = datetime(2015, 1, 1) + timedelta(minutes=source.randrange(5_000_000))
        name = f"{started:%Y}/{started:%Y-%m-%d}-outage-{number:05}.md"
        yield name, _make_record(source, number, started)


def _make_record(source: random.Random, number: int, started: datetime) -> str:
    detected = started + timedelta(minutes=source.randrange(1, 20))
    mitigated = detected + timedelta(minutes=source.randrange(5, 90))
    resolved = mitigated + timedelta(minutes=source.randrange(5, 200))
    services = source.sample(_SERVICES, 2)
    fields = [
        "---",
        f"title: {services[0].capitalize()} slowed down, case {number}",
        f"summary: >-\n  {_prose(source, 30)}",
        f"severity: sev{source.randrange(1, 5)}",
        "review_status: reviewed",
        f"started_at: {started:%Y-%m-%dT%H:%M}",
        f"detected_at: {detected:%Y-%m-%dT%H:%M}",
        f"mitigated_at: {mitigated:%Y-%m-%dT%H:%M}",
        f"resolved_at: {resolved:%Y-%m-%dT%H:%M}",
        f"timezone: {source.choice(('UTC', 'Europe/Berlin', 'America/New_York'))}",
        f"services: [{', '.join(services)}]",
        f"root_causes:\n  - {source.choice(_CAUSES)}",
        f"trigger: {source.choice(_TRIGGERS)}",
        "detection: monitoring",
        "mitigation: rollback",
        f"impact:\n  users_percent: {source.randrange(1, 100)}\n  of: requests to {services[0]}",
        f"contributing_factors:\n  - {_prose(source, 8)}\n  - {_prose(source, 8)}",
        "authors: [storage team]",
        "tags: [queue, lock]",
        "---",
    ]
    parts = ["\n".join(fields)]
    for title in ("Summary", "Impact", "Detection", "Root cause", "Resolution"):
        parts.append(f"## {title}")
        parts += [_prose(source, 70) for _ in range(2)]
    parts.append("## Timeline")
    moment, events = started, []
    for _ in range(14):
        label = source.choice(_LABELS)
        events.append(f"- {moment:%Y-%m-%d %H:%M} {label}{_prose(source, 12)}")
        moment += (resolved - started) / 14
    parts.append("\n".join(events))
    parts.append("## What went well\n\n" + "\n".join(f"- {_prose(source, 10)}" for _ in range(3)))
    parts.append("## Action items")
    items = [
        f"| {_prose(source, 7)} | {kind} | storage team | 2030-01-0{day} | open | OPS-{number} |"
        for day, kind in enumerate(("prevent", "detect", "mitigate"), start=1)
    ]
    parts.append(
        "| Action | Type | Owner | Due | Status | Ticket |\n|-|-|-|-|-|-|\n" + "\n".join(items)
    )
    return "\n\n".join(parts) + "\n"


def _prose(source: random.Random, words: int) -> str:
    text = " ".join(source.choice(_WORDS) for _ in range(words))
    return f"{text[0].upper()}{text[1:]}."


def write_records(folder: Path, count: int) -> None:
    """Write the records and their taxonomy into `folder`."""
    for name, text in make_records(count):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "taxonomy.yml").write_text(TAXONOMY, encoding="utf-8")


if __name__ == "__main__":
    write_records(Path(sys.argv[1]), int(sys.argv[2]))
