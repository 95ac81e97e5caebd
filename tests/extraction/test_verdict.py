"""What is the story of an incident and what is not, and how many a document tells."""

import time

import pytest

from outlining import outline_of
from postmortem_kb.extraction.facts.verdict import find_incidents, judge
from postmortem_kb.extraction.findings import Verdict
from postmortem_kb.importers.document import StatedFact

STORY = """
    # Postmortem: Maps went grey

    ## Issue summary

    On 3 May 2024 from 10:00 to 12:00 UTC the map server was down. A third of the readers saw grey
    squares. A full disk had stopped the renderer.

    ## Timeline

    - 10:00 the renderer stopped
    - 10:20 a reader reported grey squares
    - 12:00 the disk was cleared and the renderer started again

    ## Root cause and resolution

    The renderer kept every picture it had ever drawn. We removed the old ones.

    ## Corrective and preventative measures

    - Add an alert for the disk
    - Remove old pictures every night
"""

PROSE = """
    Mail stood still

    On 3 May our mail was not delivered for an hour. At 10:00 the queue stopped, and at 10:15 the
    first customers complained that nothing had arrived. We looked at the network first, which was
    healthy.

    At 10:40 an engineer found one very large message at the head of the queue. The message was
    caused by a script that had lost its filter. It was deleted at 11:00 and the mail was
    delivered again.
"""


def reason_of(text: str) -> str:
    verdict, reason = judge(outline_of(text))
    assert (verdict is Verdict.POSTMORTEM) == (reason == "")
    return reason


@pytest.mark.parametrize("text", [STORY, PROSE])
def test_the_story_of_an_incident_is_a_postmortem(text: str) -> None:
    assert reason_of(text) == ""


def test_a_story_with_many_pictures_is_no_index() -> None:
    pictures = "\n\n".join(f"![Graph {number}](graph-{number}.png)" for number in range(20))
    story = STORY.replace(
        "    ## Timeline", "    " + pictures.replace("\n\n!", "\n\n    !") + "\n\n    ## Timeline"
    )
    assert reason_of(story) == ""


def test_an_exercise_text_behind_a_story_leaves_it_a_story() -> None:
    exercise = """
    ## Task 1

    Make your postmortem attractive by adding a diagram. You should write 400 to 600 words.
    """
    assert reason_of(STORY + exercise) == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            """
            # How to write a postmortem

            A postmortem is a story that others learn from. You should write one after each outage.

            ## Timeline

            - List the events with their times, for example "10:00 the alert fires".
            - Describe what was done at each of them, and by which role rather than by whom.

            ## Root cause

            - Explain in detail what was wrong. What was the impact?
            - Provide enough detail for a reader of another team, who does not know your service.
            """,
            "it says how to write a postmortem",
        ),
        (
            """
            # 0x19. Postmortem

            Using an outage that you have faced yourself, write a postmortem. Stick to this format.

            The summary must contain:
            - State how long it lasted, with both ends.
            - Describe what the impact was.
            - Explain the root cause.

            The timeline must contain:
            - Say when and how it was detected (an alert, a colleague, a customer on the phone).
            - List whom you escalated to. How was the incident resolved?
            - Keep it short: a page at most, in plain words that your colleagues know.
            """,
            "it says how to write a postmortem",
        ),
        (
            """
            # Postmortem: [title]

            ## Summary
            **Start:** YYYY-MM-DD HH:MM
            **Impact:** [who was affected]

            ## Timeline
            - HH:MM [what happened]
            - HH:MM [who was called]

            ## Root cause
            [describe the cause]
            """,
            "gaps to fill in: a template",
        ),
        (
            """
            # Postmortems

            - [Maps went grey](2024/maps.md)
            - [Mail stood still](2024/mail.md)
            - [Search was empty](2023/search.md)
            """,
            "an index page",
        ),
        ("# Postmortem\n\nThe story is on my blog, where you can read it.\n", "a stub"),
        (
            """
            # Team weekly, 8 May 2024

            Present were storage, network, web and support. The notes were taken by web.

            - 10:00 The holidays were planned, and everybody was asked to enter theirs until Friday.
            - 10:20 Laptops: the order was late, the supplier said that it takes three more weeks.
            - 10:30 The summer party was moved to June, since the garden was booked in May already.
            """,
            "another kind of document",
        ),
        (
            """
            ## Postmortem

            I repair the ticket machines of the region. This report is based on what I do there.
            The network of all machines of one station was down, which happened in February.

            ## Steps

            * Ask whether there was a power cut
            * Check the cables and the ports of each machine
            * Ping the address, the mask and the gateway of each of them
            * Follow the wires to the room where the server stands
            """,
            "",
        ),
    ],
)
def test_what_tells_of_no_incident_is_left_alone(text: str, reason: str) -> None:
    found = reason_of(text)
    assert found != ""
    assert reason in found


def test_times_in_fields_of_the_source_count() -> None:
    text = """
        A job moved volumes away from old hardware. It matched names by prefix and took away more
        servers than it should have. Writes were paused in a part of the hall. Engineers stopped
        the job, but its work was already queued. The storage team restored the servers one by one,
        and writes were accepted again after the last of them had caught up with the others.
    """
    facts = (
        StatedFact("started_at", "2019-08-06T03:12Z", 2, "start_time: 2019-08-06T03:12Z"),
        StatedFact("resolved_at", "2019-08-06T09:47Z", 3, "end_time: 2019-08-06T09:47Z"),
    )
    assert judge(outline_of(text), (), facts)[0] is Verdict.POSTMORTEM


def test_one_story_is_one_incident() -> None:
    assert len(find_incidents(outline_of(STORY))) == 1
    assert (
        len(find_incidents(outline_of(STORY + "\n    ## Follow-up timeline\n\n    - 13:00 x"))) == 1
    )


def test_two_complete_sets_of_sections_are_two_incidents() -> None:
    second = STORY.replace("Maps went grey", "Mail stood still").replace("3 May", "9 June")
    starts = find_incidents(outline_of(STORY + second))
    assert [section.title for section in starts] == [
        "Postmortem: Maps went grey",
        "Postmortem: Mail stood still",
    ]


def test_a_long_hostile_document_is_read_quickly() -> None:
    outline = outline_of("# A\n\n" + "[" * 100_000 + "\n\n" + "was [a](" * 30_000)
    began = time.perf_counter()
    judge(outline)
    assert time.perf_counter() - began < 20
