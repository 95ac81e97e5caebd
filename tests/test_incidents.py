from datetime import timedelta

import pytest

from postmortem_kb.durations import Duration
from postmortem_kb.fields import Kind
from postmortem_kb.model import Incident
from postmortem_kb.problem import Level
from postmortem_kb.zones import ZoneKind
from records import codes, parse, parse_good, record, said, taxonomy_of


def build(front_matter: str) -> Incident:
    return parse_good(front_matter).incident


def test_a_record_tells_of_one_incident_by_default() -> None:
    postmortem = parse_good("severity: sev2")
    assert postmortem.incidents == (postmortem.incident,)
    assert (postmortem.incident.id, postmortem.incident.title) == (
        "2024-06-08-outage",
        "Checkout was down",
    )


def test_terms_become_their_canonical_ids() -> None:
    incident = build(
        "services: [Gateway, checkout]\ncause_services: [payment_gateway]\n"
        "root_causes: [disk, config]\nseverity: SEV1\ntrigger: Hardware failure\n"
        "detection: monitoring\nmitigation: failover"
    )
    assert incident.services == ("payment-gateway", "checkout")
    assert incident.cause_services == ("payment-gateway",)
    assert incident.root_causes == ("hardware/disk", "configuration")
    assert (incident.severity, incident.trigger) == ("sev1", "hardware-failure")
    assert (incident.detection, incident.mitigation) == ("monitoring", "failover")


def test_a_term_that_is_named_twice_counts_once() -> None:
    assert build("services: [gateway, payment-gateway]").services == ("payment-gateway",)


def test_what_is_not_stated_is_absent() -> None:
    incident = build("")
    assert (incident.severity, incident.trigger, incident.started, incident.impact) == (None,) * 4
    assert (incident.root_causes, incident.stated_duration, incident.is_ongoing) == (
        (),
        None,
        False,
    )


def test_moments_are_in_the_zone_of_the_record() -> None:
    incident = build("timezone: PDT\nstarted_at: 2024-08-18T10:15\nresolved_at: 2024-08-18T18:45Z")
    assert incident.started is not None
    assert incident.resolved is not None
    assert (incident.started.iso, incident.resolved.iso) == (
        "2024-08-18T10:15-07:00",
        "2024-08-18T18:45+00:00",
    )


def test_an_ongoing_incident_has_no_end() -> None:
    incident = build("timezone: UTC\nstarted_at: 2024-08-18T10:15\nresolved_at: ongoing")
    assert (incident.is_ongoing, incident.resolved) == (True, None)


def test_an_unknown_end_is_not_ongoing() -> None:
    incident = build("timezone: UTC\nstarted_at: 2024-08-18T10:15\nresolved_at: unknown")
    assert (incident.is_ongoing, incident.resolved) == (False, None)


@pytest.mark.parametrize(
    ("field", "hint"),
    [
        (
            "services: [chekout]",
            "did you mean 'checkout'? otherwise add the term to 'services' in the taxonomy",
        ),
        ("severity: huge", "add the term to 'severities' in the taxonomy"),
    ],
)
def test_an_unknown_term_is_an_error_with_a_guess(field: str, hint: str) -> None:
    [problem] = parse(record(field)).problems
    assert (problem.code, problem.level, problem.hint) == ("PM301", Level.ERROR, hint)


@pytest.mark.parametrize(
    ("front_matter", "expected"),
    [
        (
            "root_causes: [configuration, tape]",
            "3:30 PM301 root_causes: 'tape' is no term of 'root_causes'",
        ),
        ("trigger: tape", "3:10 PM301 trigger: 'tape' is no term of 'triggers'"),
        ("impact:\n  type: tape", "4:9 PM301 impact.type: 'tape' is no term of 'impact_types'"),
        (
            "incidents:\n- id: a\n  services: [tape]",
            "5:14 PM301 services: 'tape' is no term of 'services'",
        ),
    ],
)
def test_an_unknown_term_is_found_in_its_place(front_matter: str, expected: str) -> None:
    assert said(parse(record(front_matter)).problems) == [expected]


def test_an_unknown_term_of_a_draft_is_a_warning_and_kept_as_unlisted() -> None:
    parsed = parse(record("review_status: draft\nservices: [checkout, tape]"))
    assert [(found.code, found.level) for found in parsed.problems] == [("PM301", Level.WARNING)]
    assert not parsed.has_error
    assert parsed.postmortem is not None
    assert parsed.postmortem.incident.services == ("checkout",)
    assert parsed.postmortem.incident.unlisted == (("services", "tape"),)


def test_a_deprecated_term_resolves_with_a_warning() -> None:
    taxonomy = taxonomy_of("services:\n  shop: {}\n  store: {deprecated: shop}\n")
    parsed = parse(record("services: [store]"), taxonomy=taxonomy)
    [problem] = parsed.problems
    assert (problem.code, problem.level, problem.hint) == ("PM302", Level.WARNING, "write 'shop'")
    assert parsed.postmortem is not None
    assert parsed.postmortem.incident.services == ("shop",)


SEVERAL = """timezone: UTC
severity: sev2
services: [checkout]
root_causes: [configuration]
incidents:
- id: first
  title: The first
  started_at: 2024-06-08T10:00
  resolved_at: 2024-06-08T11:00
- id: second
  severity: sev1
  services: [payment-gateway]
  root_causes: []
  kind: near-miss
  started_at: 2024-06-08T14:00
  resolved_at: 2024-06-08T16:00"""


def test_several_incidents_inherit_what_they_do_not_give() -> None:
    first, second = parse_good(SEVERAL).incidents
    assert (first.id, first.title, second.title) == ("first", "The first", "second")
    assert (first.severity, second.severity) == ("sev2", "sev1")
    assert (first.services, second.services) == (("checkout",), ("payment-gateway",))
    assert (first.root_causes, second.root_causes) == (("configuration",), ())
    assert (first.kind, second.kind) == (Kind.INCIDENT, Kind.NEAR_MISS)
    assert {incident.postmortem_id for incident in (first, second)} == {"2024-06-08-outage"}


def test_the_whole_is_what_its_incidents_add_up_to() -> None:
    whole = build(SEVERAL)
    assert whole.services == ("checkout", "payment-gateway")
    assert whole.started is not None
    assert whole.resolved is not None
    assert (whole.started.iso, whole.resolved.iso) == (
        "2024-06-08T10:00+00:00",
        "2024-06-08T16:00+00:00",
    )


def several(*spans: str, extra: str = "") -> str:
    text = f"timezone: UTC\n{extra}incidents:\n"
    for number, span in enumerate(spans):
        start, _, end = span.partition("/")
        text += f"- id: i{number}\n  started_at: {start}\n"
        text += f"  resolved_at: {end}\n" if end else ""
    return text


@pytest.mark.parametrize(
    ("spans", "minutes"),
    [
        (("2024-06-08T10:00/2024-06-08T11:00", "2024-06-08T14:00/2024-06-08T15:00"), 120),
        (("2024-06-08T10:00/2024-06-08T12:00", "2024-06-08T11:00/2024-06-08T13:00"), 180),
        (("2024-06-08T10:00/2024-06-08T14:00", "2024-06-08T11:00/2024-06-08T12:00"), 240),
        (("2024-06-08T11:00/2024-06-08T12:00", "2024-06-08T10:00/2024-06-08T11:00"), 120),
        (("2024-06-08T10:00/2024-06-08T11:00", "2024-06-08T10:30+01:00/2024-06-08T10:30"), 90),
        (("2024-06-08T10:00/2024-06-08T11:00",), 60),
    ],
)
def test_time_that_several_share_is_counted_once(spans: tuple[str, ...], minutes: int) -> None:
    length = build(several(*spans)).stated_duration
    assert length is not None
    assert length.minutes == minutes


def test_only_incidents_count_for_the_length_of_the_whole() -> None:
    length = build(SEVERAL).stated_duration
    assert length is not None
    assert length.minutes == 60


def test_a_stated_duration_of_the_whole_stays() -> None:
    whole = build(several("2024-06-08T10:00/2024-06-08T11:00", extra="duration: ~3 h\n"))
    assert whole.stated_duration == Duration(timedelta(hours=3), approximate=True)


def test_a_length_that_is_not_known_makes_the_whole_unknown() -> None:
    whole = build(several("2024-06-08T10:00/2024-06-08T11:00", "2024-06-08T14:00"))
    assert (whole.stated_duration, whole.resolved) == (None, None)


def test_one_that_lasts_makes_the_whole_last() -> None:
    whole = build(several("2024-06-08T10:00/2024-06-08T11:00", "2024-06-08T14:00/ongoing"))
    assert (whole.is_ongoing, whole.resolved) == (True, None)


def test_a_gap_between_several_is_no_contradiction() -> None:
    spans = ("2024-06-08T10:00/2024-06-08T11:00", "2024-06-09T14:00/2024-06-09T15:00")
    assert parse(record(several(*spans))).problems == ()


def test_an_end_before_the_start_of_one_of_several_is_said_once() -> None:
    parsed = parse(record(several("2024-06-08T10:00/2024-06-08T09:00")))
    assert [(found.line, found.code) for found in parsed.problems] == [(7, "PM201")]


def test_several_need_ids_of_their_own() -> None:
    assert codes(parse(record("incidents:\n- id: a\n- id: A\n")).problems) == ["PM406"]


@pytest.mark.parametrize(
    ("front_matter", "value", "approximate"),
    [("impact: {users_percent: ~25}", 25, True), ("impact: {users_percent: 40 %}", 40, False)],
)
def test_a_percentage_may_be_approximate(
    front_matter: str, value: float, approximate: bool
) -> None:
    impact = build(front_matter).impact
    assert impact is not None
    assert impact.users_percent is not None
    assert (impact.users_percent.value, impact.users_percent.approximate) == (value, approximate)


def test_an_impact_may_be_one_sentence() -> None:
    impact = build("impact: Nobody could pay.").impact
    assert impact is not None
    assert impact.summary == "Nobody could pay."


def test_an_unknown_zone_keeps_times_naive() -> None:
    postmortem = parse_good("timezone: unknown\nstarted_at: 2024-06-08T13:15")
    assert postmortem.zone.kind is ZoneKind.UNKNOWN
    assert postmortem.incident.started is not None
    assert postmortem.incident.started.iso == "2024-06-08T13:15"
