"""Records that differ in everything one can search by: always the same ones, small.

What a real collection has is in them: dates and lengths that are not known, incidents that go on,
records of several incidents, near misses, and words of a natural, Zipf-like frequency.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from postmortem_kb.durations import format_delta

_KNOWN_SERVICES = "checkout payments search accounts catalogue mail storage reports".split()
_MADE_SERVICES = [
    f"{what}-{part}"
    for what in ("orders", "billing", "media", "identity", "shipping", "pricing", "ads", "maps")
    for part in ("api", "worker", "cache", "web")
]
SERVICES = [*_KNOWN_SERVICES, *_MADE_SERVICES]
_CAUSES = (
    "capacity capacity/overload configuration configuration/load-balancer hardware hardware/disk "
    "software-bug dependency network deployment process/missing-review automation/missing-guard"
).split()
_TRIGGERS = (
    "binary-push configuration-push user-behavior capacity-management hardware-failure "
    "manual-operation maintenance expiry"
).split()
_DETECTIONS = "monitoring customer staff third-party".split()
_MITIGATIONS = "rollback configuration-fix failover code-fix external-fix self-recovered".split()
_FAULTS = (
    "answered with errors",
    "was slow",
    "lost messages",
    "was down",
    "charged twice",
    "showed old data",
    "refused logins",
    "timed out",
)
_REASONS = (
    "a certificate had expired",
    "a disk failed",
    "a migration held a lock",
    "the cache was cold",
    "retries multiplied the load",
    "a flag was set for everybody",
    "the pool of connections ran dry",
    "a route was withdrawn",
    "a queue grew without limit",
    "a release removed a field",
    "a clock drifted",
    "two jobs ran at once",
)
_SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split()


def make_taxonomy() -> str:
    """The taxonomy that the records need."""
    lines = [f"  {name}: {{label: {name.replace('-', ' ').capitalize()}}}" for name in SERVICES]
    return "services:\n" + "\n".join(lines) + "\n"


def make_varied(count: int, *, words: int = 40) -> Iterator[tuple[str, str]]:
    """Yield the file name and the text of each record; `words` is the length of its story."""
    for number in range(count):
        yield _make(random.Random(number), number, words)


def _make(source: random.Random, number: int, words: int) -> tuple[str, str]:
    started = datetime(2015, 1, 1) + timedelta(minutes=source.randrange(5_500_000))
    service = _skewed(source, SERVICES)
    fault, reason = source.choice(_FAULTS), source.choice(_REASONS)
    label = service.replace("-", " ").capitalize()
    fields = [
        f"title: {label} {fault} after {reason.removeprefix('a ').removeprefix('the ')}, {number}",
        f"summary: {label} {fault} because {reason}. {_story(source, 12)}",
        f"timezone: {source.choice(('UTC', 'UTC', 'Europe/Berlin', 'America/New_York'))}",
        "review_status: reviewed",
    ]
    if source.random() < 0.05:
        fields += _several(source, started)
    else:
        fields += _incident(source, started, service)
    body = f"## Summary\n\n{label} {fault}.\n\n{_story(source, words)}\n"
    if source.random() < 0.6:
        statuses = source.choices(("open", "done", "declined"), k=2)
        rows = [f"| {_story(source, 5)} | {status} |" for status in statuses]
        body += "\n## Action items\n\n| Action | Status |\n|-|-|\n" + "\n".join(rows) + "\n"
    text = "---\n" + "\n".join(fields) + f"\n---\n\n{body}"
    return f"{started:%Y-%m-%d}-{service}-{number:05}.md", text


def _incident(source: random.Random, started: datetime, service: str) -> list[str]:
    fields = []
    minutes = round(2 ** source.uniform(0, 15))
    if source.random() < 0.05:
        fields.append(f"duration: {format_delta(timedelta(minutes=minutes))}")
    elif source.random() < 0.04:
        fields.append(f"started_at: {started:%Y-%m-%d}")
    else:
        detected = started + timedelta(minutes=source.randrange(minutes + 1))
        mitigated = detected + (started + timedelta(minutes=minutes) - detected) / 2
        end = f"{started + timedelta(minutes=minutes):%Y-%m-%dT%H:%M}"
        resolved = "ongoing" if source.random() < 0.02 else end
        fields += [
            f"started_at: {started:%Y-%m-%dT%H:%M}",
            f"detected_at: {detected:%Y-%m-%dT%H:%M}",
            f"mitigated_at: {mitigated:%Y-%m-%dT%H:%M}",
            f"resolved_at: {resolved if source.random() < 0.92 else 'unknown'}",
        ]
    if source.random() < 0.08:
        fields.append(f"kind: {source.choice(('near-miss', 'exercise'))}")
    if source.random() < 0.8:
        fields.append(f"severity: sev{source.choice((1, 2, 2, 3, 3, 3, 4))}")
    if source.random() < 0.95:
        more = source.sample(SERVICES, source.choice((0, 0, 1, 2)))
        fields.append(f"services: [{', '.join(dict.fromkeys([service, *more]))}]")
    if source.random() < 0.3:
        fields.append(f"cause_services: [{source.choice(SERVICES)}]")
    if source.random() < 0.85:
        causes = source.sample(_CAUSES, source.choice((1, 1, 2)))
        fields.append(f"root_causes: [{', '.join(causes)}]")
    for name, terms in (
        ("trigger", _TRIGGERS),
        ("detection", _DETECTIONS),
        ("mitigation", _MITIGATIONS),
    ):
        if source.random() < 0.75:
            fields.append(f"{name}: {_skewed(source, terms)}")
    return fields


def _several(source: random.Random, started: datetime) -> list[str]:
    fields = ["incidents:"]
    for name in ("first", "second"):
        lines = [f"id: {name}", *_incident(source, started, source.choice(SERVICES))]
        fields += [f"  {'-' if line is lines[0] else ' '} {line}" for line in lines]
        started += timedelta(days=source.randrange(1, 20), minutes=source.randrange(600))
    return fields


def _skewed(source: random.Random, values: list[str]) -> str:
    """The first ones often, the last ones seldom."""
    return values[int(len(values) * source.random() ** 2)]


def _story(source: random.Random, words: int) -> str:
    """Made-up words; the one of rank r comes up about as often as 1/r."""
    ranks = (int(20_000 ** source.random()) for _ in range(words))
    return " ".join(_word(rank) for rank in ranks).capitalize() + "."


def _word(rank: int) -> str:
    parts = []
    number = rank + 20
    while number:
        number, part = divmod(number, len(_SYLLABLES))
        parts.append(_SYLLABLES[part])
    return "".join(parts)
