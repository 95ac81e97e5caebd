"""Secrets and personal data: what is found, what is not, and that no secret is ever repeated.

No value here stands whole in the file: a forge's scanner would take it for a real one.
"""

from pathlib import Path

import pytest

from postmortem_kb.personal_data import find_emails, find_phone_numbers, find_public_ips
from postmortem_kb.problem import Level
from postmortem_kb.rules import privacy
from postmortem_kb.rules.declaration import Rule
from postmortem_kb.secret_formats import find_basic_auth, find_secrets
from records import codes, load_files, parse, record

RULES = [value for value in vars(privacy).values() if isinstance(value, Rule)]
MIXED = "aZ3kQ9xW7vB1nM5cL8pR2tY6uH4jG0fD" * 4
HEX = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
DASHES = "-" * 5

SECRETS = {
    "AWS": "AKIA" + "QW3E4R5T6Y7U8I9O",
    "GitHub": "ghp_" + MIXED[:36],
    "GitHub server": "ghs_" + MIXED[:36],
    "GitHub fine-grained": "github_pat_" + MIXED[:22] + "_" + MIXED[:59],
    "GitLab": "glpat-" + MIXED[:20],
    "Slack": "xoxb-" + "123456789012-" + MIXED[:24],
    "Slack webhook": "hooks.slack.com/" + "services/T0AB/B0CD/" + MIXED[:24],
    "Stripe": "sk_" + "live_" + MIXED[:24],
    "Google": "AIza" + MIXED[:35],
    "API key": "sk-" + "proj-" + MIXED[:40],
    "npm": "npm_" + MIXED[:36],
    "PyPI": "pypi-" + "AgEIcHlwaS5vcmc" + MIXED[:40],
    "SendGrid": "SG." + MIXED[:22] + "." + MIXED[:43],
    "Vault": "hvs." + MIXED[:24],
    "DigitalOcean": "dop_" + "v1_" + HEX,
    "JSON Web Token": "eyJ" + MIXED[:20] + "." + "eyJ" + MIXED[:30] + "." + MIXED[:43],
}
ASSIGNED = [
    "password={}",
    'password = "{}"',
    "export DB_PASSWORD={}",
    "api_key: '{}'",
    '"client_secret": "{}",',
    "login --token {}",
    "the token: `{}` was used",
    "**Password:** {}",
    "Authorization: Bearer {}",
    "curl -s -u deploy:{} https://registry.example",
]


def problems_of(body: str) -> list[str]:
    return [code for code in codes(parse(record("", body)).problems) if code.startswith("PM7")]


@pytest.mark.parametrize("value", SECRETS.values(), ids=SECRETS)
@pytest.mark.parametrize("form", ["{}", "```\nkey {}\n```", "`{}`.", "(see {}, please)"])
def test_a_documented_format_is_found_and_not_repeated(value: str, form: str) -> None:
    problems = parse(record("", form.format(value))).problems
    assert [(found.code, found.level) for found in problems] == [("PM702", Level.ERROR)]
    assert value[:4] in problems[0].message
    assert value[:9] not in str(problems[0])


@pytest.mark.parametrize("form", ASSIGNED)
@pytest.mark.parametrize("value", ["Tuesday7and" + "more", MIXED[:24]])
def test_a_value_given_to_a_password_is_found_and_not_repeated(form: str, value: str) -> None:
    problems = parse(record("", form.format(value))).problems
    assert [found.code for found in problems] == ["PM702"]
    assert value[:5] not in str(problems[0])


def test_of_a_short_password_hardly_anything_is_shown() -> None:
    (problem,) = parse(record("", "pwd=" + "hunter2")).problems
    assert "beginning with 'h'" in problem.message
    assert "hu" not in problem.message


@pytest.mark.parametrize("kind", ["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "])
def test_a_private_key_is_found_and_not_repeated(kind: str) -> None:
    key = f"{DASHES}BEGIN {kind}PRIVATE" + f" KEY{DASHES}\n{MIXED[:64]}\n"
    (problem,) = parse(record("", f"```\n{key}```\n")).problems
    assert (problem.code, problem.level, problem.line) == ("PM701", Level.ERROR, 5)
    assert MIXED[:5] not in str(problem)


@pytest.mark.parametrize(
    "text",
    [
        f"The file began with `{DASHES}BEGIN PRIVATE" + f" KEY{DASHES}`, which it ought not.",
        f"{DASHES}BEGIN PRIVATE" + f" KEY{DASHES}\n...\n",
        f"{DASHES}BEGIN PUBLIC KEY{DASHES}\n{MIXED[:64]}\n",
        f"{DASHES}BEGIN CERTIFICATE{DASHES}\n{MIXED[:64]}\n",
    ],
)
def test_a_key_that_is_only_spoken_of_or_public_is_fine(text: str) -> None:
    assert problems_of(text) == []


@pytest.mark.parametrize(
    "url",
    [
        "https://robin:" + "Tuesday7@db.shop-of-nobody.com/x",
        "postgres://app:" + "s3cr3t@10.0.0.5:5432/orders",
        "redis://:" + "Tuesday7@cache:6379",
        "https://user:" + "pass@registry.example",
    ],
)
def test_a_url_with_a_password_is_found_and_not_repeated(url: str) -> None:
    (problem,) = parse(record("", f"Images came from <{url}>.\n")).problems
    assert (problem.code, problem.level, problem.column) == ("PM703", Level.ERROR, 19)
    assert url.rpartition(":")[2][:6] not in str(problem)
    assert "Tues" not in str(problem)


@pytest.mark.parametrize(
    "text",
    [
        "password=xxxxxxxx1",
        "password=****",
        "token: <your-token-1>",
        "TOKEN=${TOKEN_1}",
        "api_key={{ secrets.KEY1 }}",
        "secret: REDACTED1",
        "ghp_" + "x" * 36,
        "AKIA" + "IOSFODNN7EXAMPLE",
        "https://user:****@db.example",
        "https://user:${PASSWORD}@db.example",
        "https://user:<password>@db.example",
        "password: required",
        "Password: at least 12 characters",
        "Token: expired at 2024-06-08T13:15",
        "token = os.environ['TOKEN']",
        "token = get_token()",
        "password: $PASSWORD1",
        "secret: /run/secrets/db1",
        "token bucket of 100 requests",
        "the access token1234567 expired",
        f"token: {HEX[:40]}",
        "credentials: 550e8400-e29b-41d4-a716-446655440000",
        "secret: OPS-1234567",
        "disk-8f3a9b2c7d1e4f5a6b7c8d9e0f1a2b3c",
    ],
)
def test_what_stands_for_a_secret_or_is_none_is_fine(text: str) -> None:
    assert list(find_secrets(text)) == []
    assert list(find_basic_auth(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        f"Commit {HEX[:40]} ({HEX[:7]}) was rolled back.",
        f"sha256:{HEX}",
        "Request 550e8400-e29b-41d4-a716-446655440000 failed.",
        "Ticket OPS-1234567, build 4412, order 1234567890123.",
        "From 13:15:07 to 14:45:09 on 2024-06-08, 2024-06-08T13:15:07.123+02:00, UTC+0200.",
        "Version 1.2.3.4 replaced v1.2.3.3; Chrome/103.0.5060.114 and tool-1.2.3.4.tar.gz did not.",
        "Release 10.4.2.1 of the driver 8.8.8.8, section 4.3.2.1, 1.3.6.1.4.1.311",
        "Latency rose from 200 to 2000 ms, by +1000 % and +150 000 requests.",
        "std::vector, a::b, face::1, 12:30:45:67, 00:1b:44:11:3a:b7",
        "1,234,567,890 rows; 2024-06-08 - 2024-06-10; 555-0123",
        "| 2024-07-01 | 2024-07-02 | OPS-100-200-3000 |",
    ],
)
def test_hashes_times_versions_and_tickets_are_fine(text: str) -> None:
    assert problems_of(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask robin.roe@shop-of-nobody.com.", ["robin.roe@shop-of-nobody.com"]),
        ("mailto:r+x@mail.shop-of-nobody.co.uk", ["r+x@mail.shop-of-nobody.co.uk"]),
        (
            "a@shop-of-nobody.io, b@shop-of-nobody.io",
            ["a@shop-of-nobody.io", "b@shop-of-nobody.io"],
        ),
        ("robin@example.com robin@mail.example.org robin@shop.example robin@x.test", []),
        ("git@github.com:owner/name.git, deploy@web1.shop-of-nobody.com:/srv", []),
        ("root@db1.internal, @storage-team, tool@1.2.3, logo@2x.png, a @ b.com", []),
        ("https://user@shop-of-nobody.com/", []),
        ("xxxx@shop-of-nobody.com", []),
    ],
)
def test_email_addresses(text: str, expected: list[str]) -> None:
    assert [address for _, address in find_emails(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("From 8.8.8.8, 1.1.1.1:443 and http://9.9.9.9/", ["8.8.8.8", "1.1.1.1", "9.9.9.9"]),
        ("To 8.8.4.0/24.", ["8.8.4.0"]),
        ("10.1.2.3 172.16.0.1 192.168.1.1 127.0.0.1 169.254.1.1 100.64.0.1 0.0.0.0/0", []),
        ("192.0.2.1 198.51.100.7 203.0.113.9 255.255.255.0 224.0.0.251 300.1.2.3", []),
        (
            "2606:4700:4700::1111 and [2001:4860:4860::8888]:53",
            ["2606:4700:4700::1111", "2001:4860:4860::8888"],
        ),
        ("2001:db8::1 3fff::1 fe80::1 fd00::1 ::1 ff02::1", []),
    ],
)
def test_public_ip_addresses(text: str, expected: list[str]) -> None:
    assert [address for _, address in find_public_ips(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Call +49 30 901820 or +1 (555) 123-4567.", ["+49 30 901820", "+1 (555) 123-4567"]),
        ("tel:+442079460958", ["+442079460958"]),
        (
            "(202) 555-0123, 202-555-0123, 202.555.0123",
            ["(202) 555-0123", "202-555-0123", "202.555.0123"],
        ),
        ("Phone: 030 901820, Fax no. 030/901821", ["030 901820", "030/901821"]),
        ("the hotel 1234567 and a cellphone 0712345678", ["0712345678"]),
        ("+12 34, +1000, 1-2-3, 100-200-300", []),
    ],
)
def test_phone_numbers(text: str, expected: list[str]) -> None:
    assert [number for _, number in find_phone_numbers(text)] == expected


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("Ask robin@shop-of-nobody.com.", "PM704"),
        ("Seen from 8.8.8.8.", "PM705"),
        ("Call +49 30 901820.", "PM706"),
    ],
)
def test_personal_data_is_a_warning_and_shown_in_part(body: str, code: str) -> None:
    (problem,) = parse(record("", body)).problems
    assert (problem.code, problem.level) == (code, Level.WARNING)
    assert body.split()[-1].rstrip(".") not in str(problem)


def test_the_front_matter_and_code_are_read_too() -> None:
    text = record("sources:\n- url: https://a:" + "Tuesday7@b.example\n", "```\n8.8.8.8\n```\n")
    assert [(found.code, found.line) for found in parse(text).problems] == [
        ("PM703", 4),
        ("PM705", 7),
    ]


def test_a_record_with_a_secret_is_left_out_even_where_a_comment_ignores_it(tmp_path: Path) -> None:
    body = "<!-- postmortem: ignore PM702: it is old -->\n" + SECRETS["GitHub"] + "\n"
    knowledge_base = load_files(tmp_path, {"postmortems/2024-06-08-a.md": record("", body)})
    assert knowledge_base.postmortems == ()
    assert "PM702" in codes(knowledge_base.problems)


@pytest.mark.samples
def test_sample_documents_give_no_false_alarm(samples: Path) -> None:
    """One document gives its author's e-mail address, twice: those two alarms are right."""
    documents = sorted((samples / "corpus" / "documents").glob("*.md"))
    texts = [document.read_text("utf-8", "replace") for document in documents]
    assert len(texts) > 50
    for find in (find_secrets, find_basic_auth, find_public_ips, find_phone_numbers):
        assert [found for text in texts for found in find(text)] == []
    assert sum(len(list(find_emails(text))) for text in texts) == 2
