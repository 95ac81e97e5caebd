"""The question at a cut of a replay: made from what was known by then, and from nothing later."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from postmortem_kb.model import EventKind
from postmortem_kb.pages import words
from postmortem_kb.reading_groups.prompts.declaration import (
    Occasion,
    Prompt,
    PromptKind,
    Question,
)
from postmortem_kb.reading_groups.prompts.known import Known, know_until
from postmortem_kb.reading_groups.prompts.practices import (
    DEKKER,
    ETSY,
    PAGERDUTY_QUESTIONS,
    SRE_CULTURE,
    SRE_ON_CALL,
)

if TYPE_CHECKING:
    from postmortem_kb.model import Postmortem
    from postmortem_kb.reading_groups.telling.cuts import Cut
    from postmortem_kb.reading_groups.telling.hypotheses import Hypothesis
    from postmortem_kb.taxonomy import Taxonomy


_BEGINS = re.compile(
    r"\b(?:begins?|began|begun|starts?|started|starting|underway|under way|in progress|initiat\w+"
    r"|commenc\w+|kick(?:s|ed)? off|launch(?:es|ed)|tries|tried|trying|attempt\w*"
    r"|(?:is|are|was|were) being|(?:is|are) rolling)\b",
    re.IGNORECASE,
)


def _ask(known: Known, text: str) -> Iterator[Question]:
    yield Question(f"{text}{known.facts()}", known.basis, known.index)


def _after_detection(known: Known) -> Iterator[Question]:
    seen = known.quote_last("that something is wrong")
    return _ask(
        known, f"What would you look at first{known.now}, knowing {seen}, and what might it show?"
    )


def _after_hypothesis(known: Known) -> Iterator[Question]:
    idea = known.quote_last("")
    if idea:
        # The time first: behind “look” it would tell when to look.
        begin = words.sentence(f"{known.now} the idea is {idea}: ".lstrip())
        text = f"{begin}what makes it a sensible place to look?"
    else:
        text = f"What makes this a sensible idea{known.now}?"
    text += " What speaks against it, and what would you check to tell?"
    yield Question(f"{text}{known.facts()}", known.basis, known.index, about=known.index)


def _after_escalation(known: Known) -> Iterator[Question]:
    return _ask(
        known,
        f"What would you tell the people joining{known.now}, in two sentences, and what would you "
        "ask them to look at?",
    )


def _after_ruling_out(known: Known) -> Iterator[Question]:
    finding = known.quote_last("what has just been found")
    still = known.find_open()
    idea = known.quote(still[-1]) if still else None
    rest = f", and what about {idea}" if idea else ""
    return _ask(known, f"Where would you look next{known.now}, after {finding}{rest}?")


def _after_mitigation(known: Known) -> Iterator[Question]:
    news = known.quote_last("")
    if _BEGINS.search(news):
        # What only begins is no state that could last.
        return _ask(
            known,
            f"What would show you{known.now} that this works: {news}? What would you do if it did "
            "not?",
        )
    return _ask(
        known,
        f"How would you make sure{known.now} that it lasts{f': {news}' if news else ''}? "
        "What would you still want to find out?",
    )


def _after_anything(known: Known) -> Iterator[Question]:
    return _ask(
        known, f"What would you look at next{known.now}, and what do you expect to see there?"
    )


def _set_by_hand(known: Known) -> Iterator[Question]:
    if known.question:
        yield Question(known.question, f"set in the record, entry {known.index + 1}", known.index)


NEXT_AFTER_DETECTION = PromptKind(
    key="next-after-detection",
    title="Next step after the first notice",
    occasion=Occasion.AT_CUT,
    made_from="the event that detected it, as it was known then",
    example="What would you look at first at 09:02, knowing “Checkout answers one request in five "
    "with an error”, and what might it show?",
    practices=(SRE_ON_CALL, SRE_CULTURE),
    find=_after_detection,
    reasons=(EventKind.DETECTED,),
)
NEXT_AFTER_HYPOTHESIS = PromptKind(
    key="next-after-hypothesis",
    title="Next step after an idea",
    occasion=Occasion.AT_CUT,
    made_from="the hypothesis, the time since the first notice, and how many ideas came before it",
    example="At 09:10 the idea is “The last release is suspected”: what makes it a sensible place "
    "to look? What speaks against it, and what would you check to tell? So far: 8 min since the "
    "first notice; 1 idea followed, none ruled out.",
    practices=(SRE_ON_CALL, DEKKER),
    find=_after_hypothesis,
    reasons=(EventKind.HYPOTHESIS,),
)
NEXT_AFTER_ESCALATION = PromptKind(
    key="next-after-escalation",
    title="Next step after others were called in",
    occasion=Occasion.AT_CUT,
    made_from="the escalation, and what had been found by then",
    example="What would you tell the people joining at 09:40, in two sentences, and what would you "
    "ask them to look at? So far: 38 min since the first notice; 2 ideas followed, 1 ruled out; "
    "others called in once.",
    practices=(SRE_ON_CALL, ETSY),
    find=_after_escalation,
    reasons=(EventKind.ESCALATED,),
)
NEXT_AFTER_RULING_OUT = PromptKind(
    key="next-after-ruling-out",
    title="Next step after an idea was ruled out",
    occasion=Occasion.AT_CUT,
    made_from="what was found, and the ideas that are still open",
    example="Where would you look next at 09:35, after “The old version shows the same errors”, "
    "and what about “A queue is full”? So far: 33 min since the first notice; 2 ideas followed, "
    "1 ruled out.",
    practices=(SRE_ON_CALL, PAGERDUTY_QUESTIONS),
    find=_after_ruling_out,
    reasons=(EventKind.RULED_OUT,),
)
NEXT_AFTER_MITIGATION = PromptKind(
    key="next-after-mitigation",
    title="Next step after users were safe",
    occasion=Occasion.AT_CUT,
    made_from="the mitigation, as it was known then",
    example="How would you make sure at 10:20 that it lasts: “Errors are back to their usual "
    "rate”? What would you still want to find out?",
    practices=(SRE_ON_CALL,),
    find=_after_mitigation,
    reasons=(EventKind.MITIGATED, EventKind.RECOVERED),
)
NEXT_STEP = PromptKind(
    key="next-step",
    title="Next step",
    occasion=Occasion.AT_CUT,
    made_from="the time and what was counted by then, at a cut after any other event",
    example="What would you look at next at 09:20, and what do you expect to see there? So far: "
    "18 min since the first notice; 1 idea followed, none ruled out.",
    practices=(SRE_ON_CALL,),
    find=_after_anything,
)
SET_BY_HAND = PromptKind(
    key="set-by-hand",
    title="The record’s own question",
    occasion=Occasion.AT_CUT,
    made_from="the question that the record sets at this cut; it comes before any other",
    example="What does the graph of the queue tell you, and what does it leave out?",
    practices=(SRE_ON_CALL,),
    find=_set_by_hand,
)

KINDS = (
    NEXT_AFTER_DETECTION,
    NEXT_AFTER_HYPOTHESIS,
    NEXT_AFTER_ESCALATION,
    NEXT_AFTER_RULING_OUT,
    NEXT_AFTER_MITIGATION,
    NEXT_STEP,
    SET_BY_HAND,
)
_BY_REASON = {reason: kind for kind in KINDS for reason in kind.reasons}


def ask_at_cut(
    postmortem: "Postmortem",
    cut: "Cut",
    taxonomy: "Taxonomy",
    hypotheses: "tuple[Hypothesis, ...] | None" = None,
) -> Prompt:
    """The question where the story stops: the one set by hand, else one for the kind of the event.

    Made from nothing but the events up to there, as they were known then: never from a cause, an
    end, a length, a title or a measure. `hypotheses` are those of the record where they were found
    already.
    """
    known = know_until(postmortem, cut.after, cut.question, hypotheses)
    if found := next(SET_BY_HAND.ask(known), None):
        return found
    reason = cut.reason or known.last.kind
    return next(_BY_REASON.get(reason, NEXT_STEP).ask(known))
