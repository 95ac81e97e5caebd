"""Keys, tokens, passwords and private keys in a record's text: where, of what kind, never whole.

The formats are those that their issuers document; each is looked for only where its fixed letters
stand in the text, and a value that is masked or stands for another is passed over. Of the scanners
that can be called as a library, detect-secrets was tried and left: its last release is of May 2024
and its issues ask in vain whether it is kept up; its entropy plugins, which work line by line, call
names of documents and commits secrets, and it takes some 50 ms for a document (and brings requests
with it). Gitleaks and TruffleHog are programs of their own: run one of them beside this over the
whole history of the repository.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from postmortem_kb.prose_text import lower_in_place


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a secret stands (offsets in the text), what it is, and what of it may be shown."""

    kind: str
    start: int
    end: int
    shown: str
    is_private_key: bool = False


# What it is; letters that it never lacks; how it is written.
_FORMATS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("an AWS access key", ("AKIA", "ASIA"), r"A[KS]IA[A-Z0-9]{16}(?![A-Z0-9])"),
    ("a GitHub token", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), r"gh[pousr]_[A-Za-z0-9]{30,255}"),
    ("a GitHub token", ("github_pat_",), r"github_pat_\w{22,255}"),
    (
        "a GitLab token",
        ("glpat-", "gldt-", "glrt-", "glptt-", "glcbt-", "glft-", "glsoat-"),
        r"gl(?:pat|dt|rt|ptt|cbt|ft|soat)-[\w.-]{20,}",
    ),
    ("a Slack token", ("xox",), r"xox[abeprs]-[\w-]{10,}"),
    ("a Slack token", ("xapp-",), r"xapp-\d-[\w-]{10,}"),
    (
        "a Slack webhook",
        ("hooks.slack.com/",),
        r"hooks\.slack\.com/(?:services|workflows)/\w+/\w+/\w{8,}",
    ),
    ("a Discord webhook", ("/api/webhooks/",), r"discord(?:app)?\.com/api/webhooks/\d+/[\w-]{20,}"),
    (
        "a Stripe key",
        ("k_live_", "k_test_", "whsec_"),
        r"(?:[sr]k_(?:live|test)|whsec)_[A-Za-z0-9]{16,}",
    ),
    ("a Google API key", ("AIza",), r"AIza[\w-]{35}"),
    ("a Google OAuth secret", ("GOCSPX-", "ya29."), r"(?:GOCSPX-[\w-]{20,}|ya29\.[\w-]{20,})"),
    ("an API key", ("sk-",), r"sk-(?:proj|ant|svcacct|admin|or)-[\w-]{20,}|sk-[A-Za-z0-9]{32,}"),
    ("an npm token", ("npm_",), r"npm_[A-Za-z0-9]{36}"),
    ("a PyPI token", ("pypi-AgE",), r"pypi-AgE[\w-]{30,}"),
    ("a SendGrid key", ("SG.",), r"SG\.[\w-]{16,}\.[\w-]{16,}"),
    ("a Hugging Face token", ("hf_",), r"hf_[A-Za-z]{30,}"),
    ("a DigitalOcean token", ("_v1_",), r"do[opr]_v1_[a-f0-9]{64}"),
    ("a Vault token", ("hvs.", "hvb."), r"hv[sb]\.[\w-]{24,}"),
    ("a Docker token", ("dckr_",), r"dckr_[po]at_[\w-]{20,}"),
    ("a Shopify token", ("shpat_", "shpss_", "shpca_"), r"shp(?:at|ss|ca)_[a-fA-F0-9]{32}"),
    ("an Atlassian token", ("ATATT3",), r"ATATT3[\w=-]{50,}"),
    ("a New Relic key", ("NRAK-",), r"NRAK-[A-Z0-9]{27}"),
    ("a Postman key", ("PMAK-",), r"PMAK-[a-f0-9]{24}-[a-f0-9]{34}"),
    ("a Telegram bot token", (":AA",), r"\d{8,10}:AA[\w-]{32,}"),
    ("an Azure storage key", ("AccountKey=",), r"AccountKey=[A-Za-z0-9+/]{40,}={0,2}"),
    ("a JSON Web Token", ("eyJ",), r"eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}"),
)
_COMPILED = tuple(
    (kind, letters, re.compile(rf"(?<![A-Za-z0-9_-])(?:{pattern})"))
    for kind, letters, pattern in _FORMATS
)
_PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?P<after>[^\n]*\n?[^\n]*)"
    r"|PuTTY-User-Key-File-\d: (?P<putty>[^\n]*)"
)
# What follows the first line of a key that is only spoken of.
_NO_KEY_FOLLOWS = re.compile(r"[`\"'\s.,;:)>|-]*(?:$|\.\.|…|\[|<|\*|[xX]{4}|[A-Za-z]+[ ,.])")

# For text in lower case: without flags the search is several times as fast.
_ASSIGNED = re.compile(
    r"""
    (?:password|passwd|pwd|passphrase|secret(?:[_-]?(?:access)?[_-]?key)?|api[_-]?(?:key|token)
      |access[_-]?(?:key|token)|auth[_-]?token|token|credentials?)
    \*{0,2}["'`]?
    (?:[ \t]{0,3}(?P<sign>:=|=>|==|=|:)\*{0,2}[ \t]{0,3}|(?<=[a-z])[ \t])
    (?P<quote>["'`]?)
    (?P<value>[^\s"'`,;<>(){}\[\]|\\]{6,200})
    """,
    re.VERBOSE,
)
_KEY_WORDS = (
    "password passwd pwd passphrase secret token credential apikey api_key api-key api_token "
    "accesskey access_key access-key"
).split()
_OPTION = re.compile(r"--[A-Za-z0-9_-]*\Z")
_HEADER = re.compile(
    r"(?i)authorization[\"']?\s{0,3}[:=]\s{0,3}[\"']?(?:bearer|basic|token)\s{1,3}"
    r"(?P<value>[\w.+/=~-]{12,})"
)
_CURL_USER = re.compile(
    r"\bcurl\b[^\n]{0,300}?\s(?:-u|--user)[ =]?[\"']?[\w.@-]+:(?P<value>[^\s\"']+)"
)
_URL = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{0,20})://[^\s/?#:@<>\"'`|]{0,100}:"
    r"(?P<value>[^\s/?#@\"'`|]{1,200})@(?=[\w\[])"
)

_MASK = re.compile(
    r"[xX]{4}|\*{2}|•{2}|\.{3}|…|#{4}|_{4}|<|\$[A-Za-z_{(]|\{\{|^%|%\(|"
    r"(?i:redacted|removed|masked|example|placeholder|changeme|your[_-]|dummy)"
)
_WORDS_FOR_VALUES = frozenset(
    "password passwd secret token string required optional missing invalid expired incorrect "
    "disabled enabled default unknown undefined hidden rotated revoked rejected".split()
)
_NO_VALUE = re.compile(
    r"[a-z]+://|[~./]|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$|[\w.-]{1,20}(?:/[\w.-]{1,20})+$|"
    r"[0-9a-f]{8}-[0-9a-f]{4}-|\d{4}-\d\d|[\d.:%-]+$|[Vv]?\d+(?:\.\d+)+|[A-Z]{2,10}-\d+$"
)
_HEX = re.compile(r"[0-9a-f]{7,64}$")


def is_masked(value: str) -> bool:
    """Whether a value obviously stands for another: `****`, `xxxx`, `<token>`, `${TOKEN}`."""
    return _MASK.search(value) is not None


def find_secrets(text: str) -> Iterator[Secret]:
    """Yield every secret in a text, in order; where two overlap, the one that begins first."""
    end = 0
    for secret in sorted(_find_all(text), key=lambda secret: secret.start):
        if secret.start >= end:
            end = secret.end
            yield secret


def _find_all(text: str) -> Iterator[Secret]:
    if "PRIVATE KEY" in text or "PuTTY-User" in text:
        yield from _find_private_keys(text)
    for kind, letters, pattern in _COMPILED:
        if any(part in text for part in letters):
            for match in pattern.finditer(text):
                if not is_masked(match.group()):
                    yield _secret(kind, match.start(), match.group())
    lower = lower_in_place(text)
    is_assigned = any(word in lower for word in _KEY_WORDS)
    for match in _ASSIGNED.finditer(lower) if is_assigned else ():
        if _is_given(match, text):
            start, end = match.span("value")
            yield _secret("a password or key", start, text[start:end])
    for word, kind, pattern in (
        ("authorization", "an Authorization header", _HEADER),
        ("curl", "a password", _CURL_USER),
    ):
        if word in lower:
            for match in pattern.finditer(text):
                if not is_masked(match["value"]):
                    yield _secret(kind, match.start("value"), match["value"])


def find_basic_auth(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offset and the scheme of every URL that carries a password."""
    position = text.find("://")
    while position >= 0:
        start = position
        while start > 0 and position - start < 20 and text[start - 1].isalnum():
            start -= 1
        match = _URL.match(text, start)
        if match and not is_masked(match["value"]):
            yield match.start(), match["scheme"]
        position = text.find("://", position + 3)


def _find_private_keys(text: str) -> Iterator[Secret]:
    for match in _PRIVATE_KEY.finditer(text):
        after = match["after"]
        if after is None or not _NO_KEY_FOLLOWS.match(after.replace("\\n", "\n")):
            first = match.group().split("\n")[0][:10]
            yield Secret("a private key", match.start(), match.end(), first, is_private_key=True)


def _is_given(match: re.Match[str], text: str) -> bool:
    """Whether what follows `password =` is a value rather than a word, a name or a place."""
    start = match.start()
    if text[start - 1 : start].isalnum():
        return False
    sign, quote = match["sign"], match["quote"]
    if sign is None and not _OPTION.search(text, max(0, start - 30), start):
        return False
    value = text[match.start("value") : match.end("value")].rstrip(".!?:")
    if len(value) < 6 or is_masked(value) or value.startswith(("$", "%", "@", "*", "&", "=")):
        return False
    if _NO_VALUE.match(value) or value.lower() in _WORDS_FOR_VALUES:
        return False
    if text[match.end() : match.end() + 1] in ("(", "[", "{", "<"):
        return False
    has_letter = any(char.isalpha() for char in value)
    has_digit = any(char.isdigit() for char in value)
    if has_letter and has_digit:
        return sign != ":" or bool(quote) or (len(value) >= 8 and not _HEX.match(value))
    # A word alone: only as code writes it.
    return has_letter and bool(quote) and quote != "`" and sign in ("=", ":=", "=>")


def _secret(kind: str, start: int, value: str) -> Secret:
    # Of a short password four characters would be too much.
    return Secret(kind, start, start + len(value), value[: min(4, len(value) // 4)])
