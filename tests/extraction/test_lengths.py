"""How long a document says that the incident lasted."""

import pytest

from outlining import outline_of
from postmortem_kb.extraction.times.lengths import find_stated_length

HOUR = 60


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("**Duration:** 90 minutes", 90),
        ("**Duration:** 1 and a half hours", 90),
        ("**Duration:** one and a half hours", 90),
        ("**Duration:** half an hour", 30),
        ("**Duration:** 1 hour 30 minutes", 90),
        ("**Duration:** 1 hour and 30 minutes", 90),
        ("**Duration:** 1h 30m", 90),
        ("**Duration:** 1h30m", 90),
        ("**Duration:** 5 days", 5 * 24 * HOUR),
        ("**Total downtime:** 45 min", 45),
        ("Duration: three hours", 3 * HOUR),
        ("## Duration\n\n2 hours", 2 * HOUR),
        ("| Duration | 2 hours |", 2 * HOUR),
        ("The outage lasted 45 minutes.", 45),
        ("The site was down for two hours.", 2 * HOUR),
        ("We had a 20-minute outage.", 20),
        ("It meant 20 minutes of downtime.", 20),
        ("Time to recover: 25 minutes", 25),
    ],
)
def test_a_length_is_read_in_every_wording(text: str, minutes: float) -> None:
    found = find_stated_length(outline_of(f"# Maps went grey\n\n## Summary\n\n{text}"))
    assert found is not None
    assert found.duration.minutes == minutes


@pytest.mark.parametrize(
    "text",
    [
        "We check every 5 minutes.",
        "An alert came within 10 minutes.",
        "It began 10 minutes after the release.",
        "Logs are kept for 7 days.",
        "The deploy at 2100 hrs went well.",
        "All was fine.",
        "Sessions last another 30 minutes per login.",
    ],
)
def test_other_lengths_are_not_taken(text: str) -> None:
    assert find_stated_length(outline_of(f"# Maps went grey\n\n## Summary\n\n{text}")) is None


@pytest.mark.parametrize("about", ["approximately", "about", "~", "nearly", "over", "under"])
def test_an_approximate_length_is_known_as_such(about: str) -> None:
    found = find_stated_length(outline_of(f"**Duration:** {about} 2 hours"))
    assert found is not None
    assert found.duration.approximate


def test_a_label_comes_before_the_prose() -> None:
    text = "## Summary\n\nThe outage lasted 2 hours.\n\n**Duration:** 90 minutes"
    found = find_stated_length(outline_of(text))
    assert found is not None
    assert (found.text, found.line, found.is_field) == ("90 minutes", 5, True)


def test_the_timeline_and_the_measures_state_no_length() -> None:
    text = "## Timeline\n\n- The outage lasted 2 hours\n\n## Action items\n\n- Down for 3 hours"
    assert find_stated_length(outline_of(text)) is None
