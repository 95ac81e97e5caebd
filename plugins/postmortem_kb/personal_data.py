"""E-mail addresses, public IP addresses and phone numbers in a record's text, and where they stand.

Addresses for documentation are passed over (RFC 2606, 6761, 5737, 3849, 9637), and so are private
ones: the standard library's `ipaddress` knows them. Phone numbers are told by their form: with `+`
as in ITU-T E.123 and at most 15 digits (E.164), as in North America, or after a word such as
*phone*. The library phonenumbers would add what numbers of a country look like, which a record
does not name; it weighs 48 MB, and its light edition clashes with the full one.
"""

import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network

from postmortem_kb.prose_text import lower_in_place
from postmortem_kb.secret_formats import is_masked

_LOCAL_PART = re.compile(r"[A-Za-z0-9._%+'-]{1,64}\Z")
_DOMAIN = re.compile(
    r"((?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.){1,8})([A-Za-z]{2,24})(?![\w-]|\.\w|:\S)"
)
_IN_URL = re.compile(r"://[^\s/]*\Z")
_RESERVED = frozenset(
    "example invalid test localhost local internal lan home corp localdomain arpa onion svc "
    # No domains but files: "logo@2x.png".
    "png jpg jpeg gif svg webp js css json yaml yml py md txt log tgz gz zip".split()
)
_EXAMPLES = ("example.com", "example.org", "example.net")
_NO_PERSON = frozenset({"git", "hg", "svn"})

_IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d|-[A-Za-z])")
# Begins with one plain character, so that a text without an address is passed over quickly.
_TWO_DOTS = re.compile(r"\.\d{1,3}\.\d")
_VERSION_BEFORE = re.compile(
    r"(?:[A-Za-z0-9]-|[A-Za-z]/|\b(?:v|ver|versions?|releases?|build|firmware|patch|rev|revision|"
    r"section|chapter|figure|tag|chart|oid|driver|kernel)[ .:=`*\"]{1,4})\Z",
    re.IGNORECASE,
)
# Global unicast: 2000::/3. Everything else that looks like this is a clock time or a path of code.
_IPV6 = re.compile(r"(?<![\w:.])[23][0-9a-f]{3}:[0-9a-f:]{2,35}(?![\w:])", re.IGNORECASE)
_TWO_COLONS = re.compile(r":[0-9a-fA-F]{0,4}:[0-9a-fA-F:]")
_IPV6_EXAMPLES = IPv6Network("3fff::/20")

_INTERNATIONAL = re.compile(
    r"\+(?<![\w+./:-]\+)(?=[1-9(])(?:[ \u00a0().-]{0,2}\d){8,15}(?![\w%]|[.:]\d)"
)
_NORTH_AMERICAN = re.compile(
    r"(?<![\w+./:-])(?:\([2-9]\d\d\) ?|[2-9]\d\d[.-])[2-9]\d\d[.-]\d{4}(?![\w-]|\.\d)"
)
_ITS_END = re.compile(r"[.-]\d{4}(?![\w-])")
_LABELLED = re.compile(
    r"(?:phone|tel|mobile|fax|hotline)(?: (?:number|no\.?))?[.: *]{1,4}"
    r"(?P<number>[(+0-9](?:[ ()/-]{0,2}\d){6,14})(?![\w%]|[.:]\d)"
)
_LABELS = ("phone", "mobile", "fax", "hotline", "tel:", "tel.", "tel ")


def find_emails(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and text of every e-mail address that may be somebody's."""
    position = text.find("@")
    while position >= 0:
        before = text[max(0, position - 64) : position]
        local, domain = _LOCAL_PART.search(before), _DOMAIN.match(text, position + 1)
        position_after = text.find("@", position + 1)
        if local and domain:
            start = position - len(local.group().lstrip("'.-"))
            name = text[start:position]
            host = domain.group().lower()
            if name and not (
                domain[2].lower() in _RESERVED
                or host.endswith(_EXAMPLES)
                or name in _NO_PERSON
                or is_masked(name)
                or _IN_URL.search(text, max(0, start - 200), start)
            ):
                yield start, text[start : domain.end()]
        position = position_after


def find_public_ips(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and text of every IP address that anybody on the internet could reach."""
    for match in _IPV4.finditer(text) if _TWO_DOTS.search(text) else ():
        try:
            v4 = IPv4Address(match.group())
        except ValueError:
            continue
        is_public = v4.is_global and not v4.is_multicast
        start = match.start()
        if is_public and not _VERSION_BEFORE.search(text, max(0, start - 24), start):
            yield start, match.group()
    for match in _IPV6.finditer(text) if _TWO_COLONS.search(text) else ():
        written = match.group().rstrip(":") if not match.group().endswith("::") else match.group()
        try:
            v6 = IPv6Address(written)
        except ValueError:
            continue
        if v6.is_global and v6 not in _IPV6_EXAMPLES:
            yield match.start(), written


def find_phone_numbers(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and text of every phone number."""
    found = dict(_with_offset(_INTERNATIONAL, text))
    if _ITS_END.search(text):
        found |= dict(_with_offset(_NORTH_AMERICAN, text))
    lower = lower_in_place(text)
    is_labelled = any(label in lower for label in _LABELS)
    for match in _LABELLED.finditer(lower) if is_labelled else ():
        start, end = match.span("number")
        is_word = not text[match.start() - 1 : match.start()].isalpha()
        if is_word or match.group().startswith("phone"):
            found.setdefault(start, text[start:end])
    yield from sorted(found.items())


def _with_offset(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, str]]:
    return ((match.start(), match.group()) for match in pattern.finditer(text))
