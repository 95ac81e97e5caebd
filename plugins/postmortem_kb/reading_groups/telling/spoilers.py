"""What may be told of a record before its story: a name and an opening that give nothing away."""

import re
from collections.abc import Iterator

from postmortem_kb.markdown_text import plain_text
from postmortem_kb.metrics import UNKNOWN
from postmortem_kb.model import EventKind, Incident, Postmortem, SectionKind
from postmortem_kb.pages import words
from postmortem_kb.reading_groups.telling.hindsight import Test, is_hindsight
from postmortem_kb.reading_groups.telling.hindsight import split_hindsight as split_hindsight
from postmortem_kb.reading_groups.telling.sentences import split_sentences
from postmortem_kb.reading_groups.telling.telling_words import (
    ORDINARY,
    find_telling_words,
    make_keys,
)
from postmortem_kb.taxonomy import Taxonomy, TermSet

MOST_SENTENCES = 3
"""Of the record's own words in an opening."""
_LONGEST_DESCRIPTION = 5_000
_FEWEST_NEW_WORDS = 2
"""A sentence that says again what another one said is left out."""
_LEANING = re.compile(
    r"(?:it|its|they|them|their|he|she|this|these|those|that|both|neither|such|some of them"
    r"|and|but|so|however|instead|also|therefore|moreover)\b",
    re.IGNORECASE,
)

# What people notice when something is broken; a story's causes and measures use them too.
_SYMPTOMS = make_keys(
    """
    able abandon accept access affect answer application attempt available basket buy buyer cart
    charge checkout client complete completely connect critical customer data deny disruption double
    download empty enter error fail failed failure fall form function gateway go good happen
    hundred intermittent intermittently job load log login lost lose message missing money none
    noticed old online open operation order outage outside page partly pay paid payment people
    percent place process processing purchase rate reach receive refuse request return sale save
    screen see sell send server service share shop show sign site slow slower slowly stale
    success successful support timeout transaction unable unavailable unreachable upload user
    visitor wait wait website web work working write
    """
)
# A term's own words: too ordinary to give anything away by themselves.
_PLAIN_TERM_WORDS = make_keys("user customer service system unknown other external internal error")
_TELLS_OUTCOME = re.compile(
    r"""
    \b(?: because | due[ ]to | owing[ ]to | thanks[ ]to | caus\w+ | result\w* | since
    | led | lead[ ]to | leading | trigger\w* | after | following | by[ ]then | then | when | once
    | until | till | ended | ends? | over | restor\w+ | recover\w* | resolv\w+ | resolution | fix\w*
    | mend\w* | repair\w* | correct\w* | mitigat\w+ | revert\w* | roll\w*[ ]?back | back | again
    | normal\w* | brought | last(?:s|ed|ing)? | took | takes? | duration | mis\w+ | wrong | bug\w*
    | crash\w* | fault\w* | broke\w* | broken | defect\w* | suspect\w* | root | postmortem
    | therefore | thus | hence | consequent\w* | accordingly | so[ ]that | stuck | deploy\w*
    | releas\w+ | roll(?:ed|ing)?[ -]?outs? | overload\w* | expir\w+ | leak\w* | held | kept
    | minutes? | mins? | hours? | hrs? | days? | weeks? | half | long | short\w* | brief\w*
    | that[ ](?:time|window|period) | eventual\w* | finally | later | found | discover\w+ )\b
    | \d\s*(?:h|m|min|s)\b | \d[:.]\d\d\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PART_END = re.compile(r"\s*;\s+")
_OUTCOME_SECTIONS = (SectionKind.ROOT_CAUSE, SectionKind.RESOLUTION, SectionKind.TRIGGER)
_KNOWN_AT_ONCE = (EventKind.STARTED, EventKind.DETECTED, EventKind.ACKNOWLEDGED)
_NAMES = {"incident": "Incident", "near-miss": "Near miss", "exercise": "Exercise"}


def name_neutrally(postmortem: Postmortem, taxonomy: Taxonomy) -> str:
    """A record's name by kind, day and where it hurt, without its title, as plain text.

    `Incident of 8 June 2024: Payment gateway`. A service that was also the cause is left out where
    another one was hurt.
    """
    incident = postmortem.incident
    kind = _NAMES[incident.kind.value]
    started = incident.started
    if started is not None and started.stated.has_day:
        name = f"{kind} of {words.date_of(started)}"
    else:
        name = f"{kind}, day not known"
    services = _label_services(incident, taxonomy)
    return f"{name}: {words.join_and(services)}" if services else name


def find_opening(postmortem: Postmortem, taxonomy: Taxonomy) -> tuple[str, ...]:
    """Plain sentences that may be told before the story: when and where it was, what was noticed.

    Of the record's own words (impact, summary and their sections) only sentences, or parts of them
    between semicolons, that share no telling word with `find_giveaways` and name no cause, end or
    length; where the record does not say why, and there is nothing to compare with, only such as
    are all of symptoms and services. Rather too few than one too many: where none is left, only
    kind, day and services are said.
    """
    test = _choose_test(postmortem, taxonomy)
    found: list[str] = []
    told: set[str] = set()
    for text in _find_descriptions(postmortem):
        is_linked = False
        for sentence in _find_first_sentences(text):
            kept = []
            for part in _PART_END.split(sentence.strip()):
                # What a pronoun stands for may have been left out with the words before.
                is_understood = bool(part) and (is_linked or not _LEANING.match(part))
                is_linked = is_understood and not test(part)
                kept += [part] if is_linked else []
            bare = "; ".join(kept)
            new = find_telling_words(bare) - told
            if len(new) >= _FEWEST_NEW_WORDS:
                told |= new
                whole = f"{bare[0].upper()}{bare[1:]}"
                found.append(whole if whole[-1] in ".!?…" else f"{whole}.")
    return (_say_where(postmortem, taxonomy), *found[:MOST_SENTENCES])


def _choose_test(postmortem: Postmortem, taxonomy: Taxonomy) -> Test:
    giveaways = find_giveaways(postmortem, taxonomy)
    if _says_why(postmortem):
        return lambda text: gives_away(text, giveaways)
    harmless = _SYMPTOMS | _find_words_of_where(postmortem, taxonomy)
    return lambda text: gives_away(text, giveaways) or not find_telling_words(text) <= harmless


def _says_why(postmortem: Postmortem) -> bool:
    """Whether there is anything about the cause that a sentence can be compared with."""
    incidents = (postmortem.incident, *postmortem.incidents)
    return (
        any(term != UNKNOWN for incident in incidents for term in incident.root_causes)
        or bool(postmortem.fields.contributing_factors)
        or any(
            section.kind is SectionKind.ROOT_CAUSE and section.text.strip()
            for section in postmortem.body.sections
        )
    )


def _find_first_sentences(text: str) -> tuple[str, ...]:
    sentences = split_sentences(text[:_LONGEST_DESCRIPTION])
    # The last one was cut off somewhere.
    return sentences[:-1] if len(text) > _LONGEST_DESCRIPTION else sentences


def gives_away(sentence: str, giveaways: frozenset[str]) -> bool:
    """Whether a sentence may tell how a story goes on; more often yes than it really does."""
    if _TELLS_OUTCOME.search(sentence) or is_hindsight(sentence):
        return True
    return not find_telling_words(sentence).isdisjoint(giveaways)


def find_giveaways(postmortem: Postmortem, taxonomy: Taxonomy) -> frozenset[str]:
    """The telling words of all that is to stay hidden before the story: those of the outcome, of
    the title, and of every event that was not known at once."""
    passages = [postmortem.title]
    for event in postmortem.body.events:
        if event.kind not in _KNOWN_AT_ONCE:
            passages += [event.text, event.details]
    where = _find_words_of_where(postmortem, taxonomy)
    told = find_telling_words("\n".join(passages)) - where - _SYMPTOMS
    return find_outcome_words(postmortem, taxonomy) | told


def find_outcome_words(postmortem: Postmortem, taxonomy: Taxonomy) -> frozenset[str]:
    """The telling words, as `find_telling_words` makes them, of how it ended and why.

    Those of causes, trigger and mitigation, of the services that were only the cause, and of the
    sections on them. Words for where it hurt give nothing away, nor do those for what users
    notice, unless a term is made of them.
    """
    incidents = (postmortem.incident, *postmortem.incidents)
    terms = make_keys(" ".join(_find_outcome_names(incidents, taxonomy)))
    passages = "\n".join(_find_outcome_passages(postmortem))
    told = find_telling_words(passages) - _SYMPTOMS
    where = _find_words_of_where(postmortem, taxonomy)
    return ((terms - ORDINARY - _PLAIN_TERM_WORDS) | told) - where


def _find_words_of_where(postmortem: Postmortem, taxonomy: Taxonomy) -> frozenset[str]:
    incidents = (postmortem.incident, *postmortem.incidents)
    return make_keys(" ".join(_find_service_names(incidents, taxonomy)))


def _say_where(postmortem: Postmortem, taxonomy: Taxonomy) -> str:
    services = _label_services(postmortem.incident, taxonomy)
    kind = _NAMES[postmortem.incident.kind.value].lower()
    article = "an" if kind[0] in "aeiou" else "a"
    started = postmortem.incident.started
    has_day = started is not None and started.stated.has_day
    day = words.date_of(started) if has_day and started is not None else "an unknown day"
    where = f" What was affected: {words.join_and(services)}." if services else ""
    return f"This is {article} {kind} of {day}.{where}"


def _label_services(incident: Incident, taxonomy: Taxonomy) -> list[str]:
    terms = _find_harmless_services(incident)
    return [taxonomy.get(TermSet.SERVICES, term).label for term in terms]


def _find_harmless_services(incident: Incident) -> tuple[str, ...]:
    """The services that were hurt, without those that were the cause too: all where none is left,
    for then none stands out."""
    hurt = (term for term in incident.services if term not in incident.cause_services)
    return tuple(hurt) or incident.services


def _find_service_names(incidents: tuple[Incident, ...], taxonomy: Taxonomy) -> Iterator[str]:
    for incident in incidents:
        for term in _find_harmless_services(incident):
            yield from _find_names(taxonomy, TermSet.SERVICES, term)


def _find_outcome_names(incidents: tuple[Incident, ...], taxonomy: Taxonomy) -> Iterator[str]:
    for incident in incidents:
        for term in incident.root_causes:
            yield from _find_names(taxonomy, TermSet.ROOT_CAUSES, term)
        for term in incident.cause_services:
            yield from _find_names(taxonomy, TermSet.SERVICES, term)
        if incident.trigger:
            yield from _find_names(taxonomy, TermSet.TRIGGERS, incident.trigger)
        if incident.mitigation:
            yield from _find_names(taxonomy, TermSet.MITIGATIONS, incident.mitigation)
        yield from (text for _, text in incident.unlisted)


def _find_names(taxonomy: Taxonomy, term_set: TermSet, term_id: str) -> Iterator[str]:
    """What a term and the one above it are called."""
    term = taxonomy.get(term_set, term_id)
    yield from (term.id, term.label, *term.aliases)
    if term.parent is not None:
        yield from _find_names(taxonomy, term_set, term.parent)


def _find_outcome_passages(postmortem: Postmortem) -> Iterator[str]:
    yield from postmortem.fields.contributing_factors
    for section in postmortem.body.sections:
        if section.kind in _OUTCOME_SECTIONS:
            yield section.text


def _find_descriptions(postmortem: Postmortem) -> Iterator[str]:
    """Plain texts that tell what users noticed, the most fitting ones first."""
    for incident in (postmortem.incident, *postmortem.incidents):
        if incident.impact is not None and incident.impact.summary:
            yield incident.impact.summary
    if postmortem.summary:
        yield postmortem.summary
    for kind in (SectionKind.IMPACT, SectionKind.SUMMARY):
        for section in postmortem.body.sections:
            if section.kind is kind:
                yield plain_text(section.text)
