"""Rules about reading sessions: what they read, when they are, and whether the time is enough.

`bad` and `good` are whole sessions, beside a record `2024-06-08-outage` with a short timeline.
"""

from postmortem_kb.problem import Level
from postmortem_kb.rules.declaration import Rule, Subject

_HEAD = "---\ngroup: Payments on-call\n"
_WHEN = "starts_at: 2026-11-26T15:00\ntimezone: Europe/Berlin\n"
_LENGTH = "duration: 60 min\n"
_READS = "postmortems: 2024-06-08-outage\n"
_GOOD = _HEAD + _WHEN + _LENGTH + _READS + "---\n\n# What alerts tell\n"

BAD_SESSION_NAME = Rule(
    code="PM801",
    name="session-file-name",
    level=Level.ERROR,
    is_fixed=True,
    subject=Subject.SESSION,
    why="The file's name is the session's address, and what calendars know it by: a day, then "
    "words in lower case, as in `2026-11-26-what-alerts-tell.md`. When the session is moved to "
    "another day, change `starts_at` and keep the name: every link and calendar follows.",
    bad="`docs/reading-groups/2026-11-31-alerts.md`, or a file with `starts_at:` that has no day "
    "in its name",
    good="`docs/reading-groups/2026-11-26-what-alerts-tell.md`",
)
UNKNOWN_READING = Rule(
    code="PM802",
    name="session-without-postmortem",
    level=Level.ERROR,
    is_fixed=True,
    subject=Subject.SESSION,
    why="A session reads what there is: one or several ids of records, or the options of "
    "`postmortem list`, which have to match at least one.",
    bad=_HEAD + _WHEN + _LENGTH + "postmortems: 2024-06-08-outge\n---\n",
    good=_GOOD,
)
BAD_SESSION_TIME = Rule(
    code="PM803",
    name="session-time",
    level=Level.ERROR,
    is_fixed=True,
    subject=Subject.SESSION,
    why="People come from several time zones, so the start has to be one point in time: in a zone "
    "that is known, at a time that the clocks do show on that day.",
    bad=_HEAD
    + "starts_at: 2026-03-29T02:30\ntimezone: Europe/Berlin\n"
    + _LENGTH
    + _READS
    + "---\n",
    good=_GOOD,
)
DOUBLED_SESSION_TIME = Rule(
    code="PM804",
    name="session-time-twice",
    level=Level.WARNING,
    subject=Subject.SESSION,
    why="When the clocks go back, an hour comes twice. Without an offset the first of the two is "
    "taken.",
    bad=_HEAD
    + "starts_at: 2026-10-25T02:30\ntimezone: Europe/Berlin\n"
    + _LENGTH
    + _READS
    + "---\n",
    good=_HEAD
    + "starts_at: 2026-10-25T02:30+01:00\ntimezone: Europe/Berlin\n"
    + _LENGTH
    + _READS
    + "---\n",
)
SESSION_TOO_SHORT = Rule(
    code="PM805",
    name="session-too-short",
    level=Level.WARNING,
    subject=Subject.SESSION,
    why="Reading, the stops on the way, the questions and writing down what was learned each need "
    "their minutes. Where they do not fit, what is cut is mostly the end, and with it the "
    "takeaways. The facilitator's packet shows the time boxes.",
    bad=_HEAD + _WHEN + "duration: 10 min\n" + _READS + "---\n",
    good=_GOOD,
)
UNPUBLISHED_READING = Rule(
    code="PM806",
    name="session-left-out",
    level=Level.WARNING,
    subject=Subject.SESSION,
    why="A session would tell of a record that this site does not publish, because it is "
    "restricted, not of this edition, or has errors. The session is left out with it.",
    bad="a session on a record with `visibility: restricted`",
    good="a session on a record that the site publishes",
)
DOUBLE_BOOKED_GROUP = Rule(
    code="PM807",
    name="session-overlap",
    level=Level.WARNING,
    subject=Subject.SESSION,
    why="Two sessions of one group at the same time are mostly one that was copied, with a start "
    "that was not changed yet.",
    bad="two sessions of one group, both with `starts_at: 2026-11-26T15:00`",
    good="two sessions of one group on different days",
)
SESSION_FORMAT = Rule(
    code="PM808",
    name="session-format",
    level=Level.WARNING,
    subject=Subject.SESSION,
    why="A comparison needs two incidents, and a replay a timeline with events to step through.",
    bad=_HEAD + _WHEN + _LENGTH + _READS + "format: comparison\n---\n",
    good=_GOOD,
)
OPEN_QUERY = Rule(
    code="PM809",
    name="session-query-in-minutes",
    level=Level.ADVICE,
    subject=Subject.SESSION,
    why="A query finds other records next year, and the minutes would then say that the group has "
    "read those. Once a session has been held, write down the ids that it read.",
    bad=_HEAD
    + _WHEN
    + _LENGTH
    + "postmortems: --limit 1\n---\n\n## Takeaways\n\n- Alerts on symptoms come first.\n",
    good=_HEAD + _WHEN + _LENGTH + _READS + "---\n\n## Takeaways\n\n"
    "- Alerts on symptoms come first.\n",
)
SIMILAR_GROUP = Rule(
    code="PM810",
    name="similar-group",
    level=Level.ADVICE,
    subject=Subject.SESSION,
    why="A group that is written in two ways has two calendars, and the picker does not know what "
    "it has read. Capital letters and spaces make no difference.",
    bad="`group: Payments on-call` in one session and `group: Payments oncall` in another",
    good="`group: Payments on-call` in both",
)
MINUTES_HEADING = Rule(
    code="PM811",
    name="minutes-heading",
    level=Level.ADVICE,
    subject=Subject.SESSION,
    why="Notes, takeaways and follow-up questions are known by their headings. What stands below "
    "another one is shown on the session's page, and nowhere else.",
    bad=_GOOD + "\n## Takeawys\n\n- Alerts on symptoms come first.\n",
    good=_GOOD + "\n## Takeaways\n\n- Alerts on symptoms come first.\n",
)
