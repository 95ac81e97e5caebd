"""Where every page stands, and the one way to link from one to another."""

import posixpath
import re
from functools import cache
from urllib.parse import quote, urlsplit

from postmortem_kb.escape import Markdown, escape

HOME = "index.md"
ARCHIVE = "postmortems/index.md"
COVERAGE = "coverage.md"
EXPLORE = "explore/index.md"
TRENDS = "trends/index.md"
DATA = "postmortems.json"
READING_GROUPS = "reading-groups/index.md"
TAKEAWAYS = "reading-groups/takeaways.md"
WHAT_TO_READ = "reading-groups/what-to-read.md"
PROMPTS = "reading-groups/prompts.md"
CALENDAR = "reading-groups.ics"
STYLE = "assets/postmortems/postmortems.css"
SCRIPT = "assets/postmortems/postmortems.js"
EXPLORE_STYLE = "assets/postmortems/explore.css"
EXPLORE_SCRIPTS = (
    "explore/elements",
    "explore/lengths",
    "explore/address",
    "explore/query",
    "explore/filters",
    "explore/results",
    "explore",
)
"""By the names that `postmortemKb.load` takes; the last one starts the page."""
_SAFE_SCHEMES = ("http", "https", "mailto")


def postmortem_path(postmortem_id: str) -> str:
    """The page of a record."""
    return f"postmortems/{postmortem_id}.md"


def replay_path(postmortem_id: str) -> str:
    """The page that tells a record step by step."""
    return f"postmortems/{postmortem_id}/replay.md"


def session_path(session_id: str) -> str:
    """The page of a reading session."""
    return f"reading-groups/{session_id}.md"


def packet_path(session_id: str, edition: str) -> str:
    """One of a session's packets: `participant` or `facilitator`."""
    return f"reading-groups/{session_id}/{edition}.md"


def group_calendar_path(group_key: str) -> str:
    """The calendar of one reading group."""
    return f"reading-groups/{group_key}.ics"


def index_path(facet_slug: str) -> str:
    """The page that lists a facet's terms."""
    return f"{facet_slug}/index.md"


def term_path(facet_slug: str, term_id: str) -> str:
    """The page of a term; a child's is in the folder of its parent."""
    return f"{facet_slug}/{term_id}.md"


def part_path(facet_slug: str, term_id: str, unit: str, part: str) -> str:
    """One part of a term page that is split by `unit`, `years` or `months`."""
    return f"{facet_slug}/{term_id}/{unit}/{part}.md"


def incident_anchor(incident_id: str) -> str:
    """The anchor of one of several incidents on its record's page."""
    return f"incident-{incident_id}"


def relative_link(source: str, target: str, anchor: str | None = None) -> str:
    """The link from one page to another, both by path from the documentation folder."""
    folder, _, name = target.rpartition("/")
    path = _way(source.rpartition("/")[0], folder) + name
    return f"{path}#{anchor}" if anchor else path


def site_root(path: str, *, use_directory_urls: bool) -> str:
    """The way from a page's URL to the site's root, for scripts: `../../`, or `./` at the root."""
    folders = path.count("/")
    if use_directory_urls and path.rpartition("/")[2] != "index.md":
        folders += 1
    return "../" * folders or "./"


@cache
def _way(source_folder: str, target_folder: str) -> str:
    """From folder to folder; there are few, and many links between them."""
    way = posixpath.relpath(target_folder or ".", source_folder or ".")
    return "" if way == "." else f"{way}/"


def link(text: str, *, source: str, target: str, anchor: str | None = None) -> Markdown:
    """A Markdown link with plain text for its label."""
    return Markdown(f"[{escape(text)}]({relative_link(source, target, anchor)})")


def external_link(text: str, url: str) -> Markdown:
    """A Markdown link out of the site; only the text where the URL is none that one may follow."""
    try:
        scheme = urlsplit(url).scheme.lower()
    except ValueError:
        return escape(text)
    if scheme not in _SAFE_SCHEMES:
        return escape(text)
    # `%` stays: what is encoded already must not be encoded again.
    return Markdown(f"[{escape(text)}]({quote(url, safe='%/:?#@!$&+,;=~')})")


def is_web_address(text: str) -> bool:
    """Whether a text is nothing but an http or https URL."""
    return re.fullmatch(r"https?://\S+", text) is not None
