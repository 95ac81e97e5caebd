import pytest

from postmortem_kb.problem import Level
from records import codes, parse, record, said


def problems_of(front_matter: str) -> list[str]:
    return said(parse(record(front_matter)).problems)


@pytest.mark.parametrize(
    ("front_matter", "problem", "hint"),
    [
        ("seveity: sev1", "3:1 PM106 unknown field 'seveity'", "did you mean 'severity'?"),
        (
            "started-at: 2024-06-08",
            "3:1 PM106 unknown field 'started-at'",
            "did you mean 'started_at'?",
        ),
        ("status: draft", "3:1 PM106 unknown field 'status'", "did you mean 'review_status'?"),
        (
            "impact:\n  users: 5",
            "4:3 PM106 unknown field 'users'",
            "the fields are: summary, type, users_percent, of",
        ),
        (
            "related:\n- id: a\n  why: b",
            "5:3 PM106 unknown field 'why'",
            "the fields are: id, relation",
        ),
        (
            "kind: Incidnt",
            "3:7 PM108 'kind': found 'Incidnt' where 'incident', 'near-miss' or 'exercise' "
            "was expected",
            "did you mean 'incident'?",
        ),
        (
            "review_status: closd",
            "3:16 PM108 'review_status': found 'closd' where 'draft', 'in-review', 'reviewed' or "
            "'closed' was expected",
            "did you mean 'closed'?",
        ),
        (
            "visibility: [public]",
            "3:13 PM108 'visibility': found a list where 'public', 'internal' or 'restricted' was "
            "expected",
            "did you mean 'public'?",
        ),
        (
            "services: checkout",
            "3:11 PM108 'services': found 'checkout' where a list was expected",
            "write 'services: [checkout]'",
        ),
        (
            "services: {a: b}",
            "3:11 PM108 'services': found nested fields where a list was expected",
            "write each entry on a line of its own, after '- '",
        ),
        (
            "related: the-other",
            "3:10 PM108 'related': found 'the-other' where a list was expected",
            "write each entry on a line of its own, after '- '",
        ),
        (
            "lessons: [a, [b]]",
            "3:14 PM108 'lessons[2]': found a list where text was expected",
            "write one value",
        ),
        (
            "aliases: [a, ]\nlessons:\n-",
            "5:2 PM108 'lessons[1]': found nothing where text was expected",
            "write one value",
        ),
        (
            "aliases:\n- ~",
            "4:3 PM108 'aliases[1]': found nothing where one value was expected",
            "write one value",
        ),
        (
            "impact: [a]",
            "3:9 PM108 'impact': found a list where nested fields was expected",
            "write each field on a line of its own, indented",
        ),
        (
            "started_at: {day: 1}",
            "3:13 PM108 'started_at': found nested fields where one value was expected",
            "write one value",
        ),
        (
            "impact:\n  users_percent: 101",
            "4:18 PM108 'impact.users_percent': found '101' where a percentage from 0 to 100 was "
            "expected",
            "write a number such as 40, or ~25 where it is only known roughly",
        ),
        (
            "summary: ''",
            "3:10 PM108 'summary': found '' where text was expected",
            "write something, or leave the field out",
        ),
        (
            "action_items:\n- type: detect",
            "4:3 PM107 'action_items[1].title' is missing",
            "add 'title: …'",
        ),
        (
            "discrepancies:\n- about: start\n  note: x",
            "4:10 PM108 discrepancies[1].about: 'start' is no field",
            "name the front matter field that it concerns, or 'timeline'",
        ),
        (
            "id: a b",
            "3:5 PM108 'id': 'a b' cannot be an id: it becomes part of a URL, so only the letters "
            "a to z, digits, and '-', '_' or '.' between them are allowed",
            "write 'a-b', for example",
        ),
        (
            "id: README",
            "3:5 PM108 'id': 'README' cannot be an id: its page would take the place of the "
            "archive's",
            "write 'the-README', for example",
        ),
    ],
)
def test_a_misfit_is_one_problem_with_its_place_and_mend(
    front_matter: str, problem: str, hint: str
) -> None:
    problems = parse(record(front_matter)).problems
    assert said(problems) == [problem]
    assert [found.hint for found in problems] == [hint]
    assert [found.level for found in problems] == [Level.ERROR]


def test_an_id_that_ends_in_a_line_break_is_refused() -> None:
    assert codes(parse(record("id: |\n  outage")).problems) == ["PM108"]


def test_all_problems_of_a_file_are_said_at_once() -> None:
    front_matter = (
        "severty: sev1\n"
        "severity: sev1\n"
        "severity: sev2\n"
        "kind: outage\n"
        "started_at: noon\n"
        "detected_at: 2024-06-08T14:00\n"
        "resolved_at: 2024-06-31\n"
        "timezone: Berlin\n"
        "services: [chekout]\n"
        "impact: {users_percent: many}\n"
        "duration: long\n"
        "lessons: [!!str a]"
    )
    body = "\n## Action items\n\n| Action | Status |\n|---|---|\n| Do it | maybe |\n"
    problems = parse(record(front_matter, body)).problems
    assert [(found.line, found.column, found.code) for found in problems] == [
        (3, 1, "PM106"),
        (5, 1, "PM104"),
        (6, 7, "PM108"),
        (7, 13, "PM108"),
        (9, 14, "PM108"),
        (10, 11, "PM108"),
        (11, 12, "PM301"),
        (12, 25, "PM108"),
        (13, 11, "PM108"),
        (14, 11, "PM105"),
        (21, 1, "PM501"),
        (21, 1, "PM502"),
        (21, 1, "PM503"),
        (21, 1, "PM504"),
    ]


def test_a_wrong_zone_does_not_make_the_times_naive_as_well() -> None:
    assert problems_of("timezone: Nowhere\nstarted_at: 2024-06-08T13:15") == [
        "3:11 PM108 'timezone': unknown time zone 'Nowhere'"
    ]


def test_a_record_without_a_title_lacks_it() -> None:
    assert said(parse("---\nsummary: x\n---\n").problems) == ["1:1 PM107 'title' is missing"]


def test_a_named_field_without_a_value_is_absent() -> None:
    assert problems_of("severity:\nservices: ~\nimpact:\n  of:") == []
