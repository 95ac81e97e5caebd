"""Rules about secrets and personal data: whatever they find is in the history of the repository.

They read the whole text, code blocks and front matter included.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from postmortem_kb.offsets import place_at
from postmortem_kb.personal_data import find_emails, find_phone_numbers, find_public_ips
from postmortem_kb.problem import Finding, Level
from postmortem_kb.rules.declaration import Rule, RuleContext
from postmortem_kb.secret_formats import Secret, find_basic_auth, find_secrets

if TYPE_CHECKING:
    from postmortem_kb.model import Postmortem

_MASK_IT = "replace it by a masked value such as '****'"
_REVOKE = "and have it revoked: it stays in the history of the repository"


@lru_cache(maxsize=2)
def _secrets_of(text: str) -> tuple[Secret, ...]:
    """Two rules ask for the secrets of the same text."""
    return tuple(find_secrets(text))


def _found(what: str, value: str) -> str:
    """More people read a log than the record: what is private is not repeated whole."""
    return f"found {what}, beginning with {value[:4]!r}"


def _check_private_key(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    text = postmortem.source.text
    for secret in _secrets_of(text):
        if secret.is_private_key:
            message = f"found {secret.kind}, which begins with {secret.shown!r}"
            yield Finding(place_at(text, secret.start), message, f"take it out {_REVOKE}")


def _check_secret(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    text = postmortem.source.text
    for secret in _secrets_of(text):
        if not secret.is_private_key:
            message = f"found what looks like {secret.kind}, beginning with {secret.shown!r}"
            yield Finding(place_at(text, secret.start), message, f"{_MASK_IT} {_REVOKE}")


def _check_basic_auth(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    text = postmortem.source.text
    for offset, scheme in find_basic_auth(text):
        message = f"found a URL with a password, beginning with '{scheme}://'"
        hint = f"leave user and password out of the URL, {_REVOKE}"
        yield Finding(place_at(text, offset), message, hint)


def _check_email(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    text = postmortem.source.text
    for offset, address in find_emails(text):
        hint = "name the team or role instead, or write an address at example.com"
        yield Finding(place_at(text, offset), _found("an e-mail address", address), hint)


def _check_public_ip(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    text = postmortem.source.text
    for offset, address in find_public_ips(text):
        hint = "name the host or network by its role, or write one of 192.0.2.0/24 or 2001:db8::/32"
        yield Finding(place_at(text, offset), _found("a public IP address", address), hint)


def _check_phone_number(postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    text = postmortem.source.text
    for offset, number in find_phone_numbers(text):
        hint = "name the rota or the place that the number is kept at"
        yield Finding(place_at(text, offset), _found("a phone number", number), hint)


# The examples below stay clear of the forms that a forge's own scanner would report.
PRIVATE_KEY = Rule(
    code="PM701",
    name="private-key",
    level=Level.ERROR,
    why="A private key in a record is in every clone of the repository and in every copy of the "
    "site. Only its first characters are ever repeated here.",
    bad="---\ntitle: Checkout was down\n---\n\n```text\n"
    "-----BEGIN SAMPLE " + "PRIVATE KEY-----\nNotAKeyAtAll\n```\n",
    good="---\ntitle: Checkout was down\n---\n\n"
    "The file began with a public key where a private one was expected.\n",
    check=_check_private_key,
)
SECRET_IN_RECORD = Rule(
    code="PM702",
    name="secret-in-record",
    level=Level.ERROR,
    why="A key, token or password in a record is in every clone of the repository and in every "
    "copy of the site. Only its first characters are ever repeated here. Masked values (`****`, "
    "`xxxx`, `<token>`, `${TOKEN}`, `REDACTED`) are fine.",
    bad="---\ntitle: Checkout was down\n---\n\nThe client was started with `pwd=" + "Tuesday7`.\n",
    good="---\ntitle: Checkout was down\n---\n\nThe client was started with `pwd=****`.\n",
    check=_check_secret,
)
BASIC_AUTH_URL = Rule(
    code="PM703",
    name="basic-auth-url",
    level=Level.ERROR,
    why="Whoever reads a URL with a user and a password in it can use them.",
    bad="---\ntitle: Checkout was down\n---\n\n"
    "Images came from `https://reader:" + "Tuesday7@registry.example`.\n",
    good="---\ntitle: Checkout was down\n---\n\nImages came from `https://registry.example`.\n",
    check=_check_basic_auth,
)
EMAIL_ADDRESS = Rule(
    code="PM704",
    name="e-mail-address",
    level=Level.WARNING,
    why="An address points at a person, and is collected by whoever reads public pages. Addresses "
    "at `example.com` and the like are fine.",
    bad="---\ntitle: Checkout was down\n---\n\nAsk robin@shop-of-nobody.com about it.\n",
    good="---\ntitle: Checkout was down\n---\n\nAsk the payments team about it.\n",
    check=_check_email,
)
PUBLIC_IP_ADDRESS = Rule(
    code="PM705",
    name="public-ip-address",
    level=Level.WARNING,
    why="An address on the internet belongs to a customer, or is a door to try. Private, loopback "
    "and documentation addresses are fine.",
    bad="---\ntitle: Checkout was down\n---\n\nMost requests came from 8.8.8.8.\n",
    good="---\ntitle: Checkout was down\n---\n\nMost requests came from 192.0.2.17.\n",
    check=_check_public_ip,
)
PHONE_NUMBER = Rule(
    code="PM706",
    name="phone-number",
    level=Level.WARNING,
    why="A number rings at a person, long after the incident.",
    bad="---\ntitle: Checkout was down\n---\n\nThe provider answers at +1 202 555 0123.\n",
    good="---\ntitle: Checkout was down\n---\n\nThe provider's number is in the rota.\n",
    check=_check_phone_number,
)
