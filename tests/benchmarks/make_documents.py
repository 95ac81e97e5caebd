"""Generates documents for measuring the import: always the same ones, laid out in four ways."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

_WORDS = (
    "the queue of loan requests grew because workers waited for a lock that a migration held "
    "while the replica caught up and alerts pointed to the database so the team moved traffic to "
    "the second region restarted the consumers and saw latency fall after the cache was warm"
).split()
_ACTIONS = "Add Review Write Alert Limit Move".split()
_CAUSES = (
    "a misconfigured load balancer",
    "a full disk on the database server",
    "a bug in the retry code",
    "an expired certificate",
)
# Heading, label, what stands above the entries, entry, action item of each layout.
_LAYOUTS = (
    ("## {}", "**{}:** ", "", "- {}: {}", "- {}"),
    ("{}:", "{}: ", "", "{} - {}", "{}"),
    ("**{}**", "* {}: ", "", "* **{}** {}", "1. {}"),
    ("### {}", "- **{}**: ", "| Time | Event |\n| --- | --- |\n", "| {} | {} |", "- [ ] {}"),
)


def make_documents(count: int) -> Iterator[tuple[str, str]]:
    """Yield the file name and the text of each document, of about 3 KB."""
    for number in range(count):
        source = random.Random(number)
        yield f"document-{number:04}.md", _make_document(source, number)


def _make_document(source: random.Random, number: int) -> str:
    heading, label, above, entry, item = _LAYOUTS[number % len(_LAYOUTS)]
    start = datetime(2020, 1, 1, 6) + timedelta(days=source.randrange(1500))
    start += timedelta(minutes=source.randrange(720))
    end = start + timedelta(minutes=source.randrange(30, 300))
    day = f"{start:%B} {start.day}, {start.year}"
    cause = source.choice(_CAUSES)
    parts = [
        f"# Postmortem: Loan desk outage {number}",
        heading.format("Issue Summary"),
        label.format("Duration")
        + f"{day}, {_clock(start)} to {_clock(end)} (UTC)\n"
        + label.format("Impact")
        + f"{_prose(source, 20)} {source.randrange(1, 100)}% of users were affected.\n"
        + label.format("Root Cause")
        + f"{cause}.",
        heading.format("Timeline"),
        above
        + "\n".join(
            entry.format(_clock(start + (end - start) * step / 11), _prose(source, 14))
            for step in range(12)
        ),
        heading.format("Root Cause and Resolution"),
        f"The root cause was {cause}. {_prose(source, 60)}",
        _prose(source, 60),
        heading.format("Corrective and Preventative Measures"),
        "\n".join(
            item.format(f"{source.choice(_ACTIONS)} {_prose(source, 10).lower()}") for _ in range(6)
        ),
        f"With these measures in place we expect to do better. {_prose(source, 30)}",
    ]
    return "\n\n".join(parts) + "\n"


def _clock(moment: datetime) -> str:
    return f"{moment:%I:%M %p}".lstrip("0")


def _prose(source: random.Random, words: int) -> str:
    text = " ".join(source.choice(_WORDS) for _ in range(words))
    return f"{text[0].upper()}{text[1:]}."


def write_documents(folder: Path, count: int) -> None:
    """Write the documents into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in make_documents(count):
        (folder / name).write_text(text, encoding="utf-8")
