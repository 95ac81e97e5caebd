"""Rules about records among each other, and about what they link to."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from postmortem_kb.problem import Finding, Level
from postmortem_kb.rules.declaration import Rule, RuleContext

if TYPE_CHECKING:
    from postmortem_kb.model import Postmortem


def _check_incident_ids(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, incident in enumerate(postmortem.fields.incidents):
        if incident.id.casefold() in seen:
            yield Finding(
                postmortem.find_place("incidents", index, "id"),
                f"incidents[{index + 1}].id: {incident.id!r} already names another incident",
                "give each incident of the record its own id",
                "incidents",
            )
        seen.add(incident.id.casefold())


MISSING_FOLDER = Rule(
    code="PM002",
    name="missing-folder",
    level=Level.ERROR,
    is_fixed=True,
    why="There is nothing to read: most often `postmortems_dir` is misspelt.",
    bad="`postmortems_dir: postmortem` where the folder is called `postmortems`",
    good="`postmortems_dir: postmortems`",
)
NO_RECORDS = Rule(
    code="PM003",
    name="empty-folder",
    level=Level.WARNING,
    why="A knowledge base without a record is most often one that looks in the wrong place.",
    bad="a `postmortems` folder without any `.md` file",
    good="a `postmortems` folder with `2024-06-08-checkout-was-down.md` in it",
)
DUPLICATE_ID = Rule(
    code="PM401",
    name="duplicate-id",
    level=Level.ERROR,
    is_fixed=True,
    why="Two records would share one URL. Ids that differ only in case do so on many file systems "
    "and servers. The first one by path is kept.",
    bad="`postmortems/2023/outage.md` and `postmortems/2024/outage.md`",
    good="`postmortems/2023/2023-05-01-outage.md` and `postmortems/2024/2024-02-03-outage.md`",
)
TAKEN_ALIAS = Rule(
    code="PM402",
    name="taken-alias",
    level=Level.WARNING,
    why="A URL leads to one place: an alias that is another record's id or alias is left out.",
    bad="`aliases: [outage]` in two records",
    good="`aliases: [outage]` in one of them",
)
UNKNOWN_POSTMORTEM = Rule(
    code="PM403",
    name="unknown-postmortem",
    level=Level.WARNING,
    why="A relation that leads nowhere is left out of the page.",
    bad="---\ntitle: Checkout was down\nrelated:\n- id: no-such-record\n---\n",
    good="---\ntitle: Checkout was down\nrelated: []\n---\n",
)
BROKEN_LINK = Rule(
    code="PM404",
    name="broken-link",
    level=Level.WARNING,
    why="A relative link is followed from the file, as a git forge does; what it names has to be "
    "a record, a page or a file below the folder of the records or of the documentation.",
    bad="---\ntitle: Checkout was down\n---\n\nSee [the other one](no-such-record.md).\n",
    good="---\ntitle: Checkout was down\n---\n\nSee [the status page](https://status.example).\n",
)
RESTRICTED_RECORD = Rule(
    code="PM405",
    name="restricted-record",
    level=Level.WARNING,
    why="A restricted record is never on a site that did not ask for it by name; it is left out, "
    "and whoever builds the site should know that it is there.",
    bad="---\ntitle: Checkout was down\nvisibility: restricted\n---\n",
    good="---\ntitle: Checkout was down\nvisibility: internal\n---\n",
)
DUPLICATE_INCIDENT = Rule(
    code="PM406",
    name="duplicate-incident",
    level=Level.ERROR,
    is_fixed=True,
    why="Links and figures tell the incidents of a record apart by their id.",
    bad="---\ntitle: Two outages\nincidents:\n- id: first\n- id: first\n---\n",
    good="---\ntitle: Two outages\nincidents:\n- id: first\n- id: second\n---\n",
    check=_check_incident_ids,
)
IGNORED_WITHOUT_REASON = Rule(
    code="PM407",
    name="ignore-without-reason",
    level=Level.WARNING,
    why="Whoever reads the record next has to know why a finding does not hold here. Such a "
    "comment ignores nothing.",
    bad="---\ntitle: Checkout was down\n---\n\n<!-- postmortem: ignore PM404 -->\n",
    good="---\ntitle: Checkout was down\n---\n\n"
    "<!-- postmortem: ignore PM404: the page is written next week -->\n[It](no-such-page.md)\n",
)
UNUSED_IGNORE = Rule(
    code="PM408",
    name="unused-ignore",
    level=Level.ADVICE,
    why="A comment that ignores nothing hides the next thing that it happens to fit.",
    bad="---\ntitle: Checkout was down\n---\n\n"
    "<!-- postmortem: ignore PM404: the page is written next week -->\nNo link here.\n",
    good="---\ntitle: Checkout was down\n---\n\n"
    "<!-- postmortem: ignore PM404: the page is written next week -->\n[It](no-such-page.md)\n",
)
DUPLICATE_TITLE = Rule(
    code="PM409",
    name="duplicate-title",
    level=Level.ADVICE,
    why="In a list, in search results and in a chat nobody can tell the two apart.",
    bad="`Checkout was down` in two records",
    good="`Checkout was down after a disk filled up` and `Checkout was down for new users`",
)
BAD_MARKER = Rule(
    code="PM421",
    name="bad-marker",
    level=Level.WARNING,
    why="A page says in this place that its list, count, plot or timeline could not be made. "
    "Markers take the options of `postmortem list`; in the documentation's own pages they are "
    "looked at too.",
    bad="---\ntitle: Checkout was down\n---\n\n<!-- postmortem: list --sevrity sev1 -->\n",
    good="---\ntitle: Checkout was down\n---\n\n"
    "<!-- postmortem: list --severity sev1 --limit 5 -->\n",
)
PAGE_IN_THE_WAY = Rule(
    code="PM420",
    name="page-in-the-way",
    level=Level.ERROR,
    is_fixed=True,
    why="Two pages cannot have one URL. What was written by hand stays, and the record is left out "
    "of the site.",
    bad="`docs/postmortems/outage.md` and `postmortems/outage.md`",
    good="`docs/outages.md` and `postmortems/outage.md`",
)
