"""Rules about blameless language."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from postmortem_kb.phrases import find_phrases
from postmortem_kb.problem import Finding, Level
from postmortem_kb.rules.declaration import Check, Rule, RuleContext

if TYPE_CHECKING:
    from postmortem_kb.model import Postmortem


def _check(name: str, what: str, postmortem: "Postmortem", _: RuleContext) -> Iterator[Finding]:
    for phrase in find_phrases(postmortem.source.text).get(name, ()):
        yield Finding(phrase.place, f"{_shorten(phrase.text)!r} {what}", phrase.entry.instead)


def _finds(name: str, what: str) -> Check:
    return partial(_check, name, what)


def _shorten(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57].rstrip()}…"


PERSON_AS_CAUSE = Rule(
    code="PM601",
    name="person-as-cause",
    level=Level.ADVICE,
    why="An account that ends with a person ends too early: somebody else would have done the same "
    "in that place. What made the action look right, and what let it do harm, can be changed.",
    bad="---\ntitle: Checkout was down\n---\n\n"
    "The outage was caused by an engineer on the payments team.\n",
    good="---\ntitle: Checkout was down\n---\n\n"
    "The migration ran on the primary: the tool takes it when no host is given.\n",
    check=_finds("person-as-cause", "gives a person or a team as the cause"),
)
HUMAN_ERROR = Rule(
    code="PM602",
    name="human-error",
    level=Level.ADVICE,
    why="Human error is where the questions begin, not an answer to them: it names nothing that "
    "can be mended.",
    bad="---\ntitle: Checkout was down\n---\n\nThe cause was human error.\n",
    good="---\ntitle: Checkout was down\n---\n\n"
    "The tool accepted a command for all servers without asking for confirmation.\n",
    check=_finds("human-error", "stands for an explanation"),
)
COUNTERFACTUAL = Rule(
    code="PM603",
    name="counterfactual",
    level=Level.ADVICE,
    why="A world that did not exist explains nothing. What people did made sense to them at the "
    "time; how it did is what helps. What would help next time is an action item.",
    bad="---\ntitle: Checkout was down\n---\n\nThe engineer should have paged somebody sooner.\n",
    good="---\ntitle: Checkout was down\n---\n\n"
    "The first alert looked like the thirty before it, which had needed no action.\n",
    check=_finds("counterfactual", "tells what did not happen"),
)
JUDGEMENT = Rule(
    code="PM604",
    name="judgement",
    level=Level.ADVICE,
    why="A verdict on people's care or sense is formed after the outcome, which nobody had, and "
    "nobody can act on it.",
    bad="---\ntitle: Checkout was down\n---\n\nIt was a careless change.\n",
    good="---\ntitle: Checkout was down\n---\n\n"
    "The change went out with one review; its diff had nine thousand generated lines.\n",
    check=_finds("judgement", "judges rather than tells"),
)
WHO_QUESTION = Rule(
    code="PM605",
    name="who-question",
    level=Level.ADVICE,
    why="Who has an answer after one word, and the asking teaches people to say less. What and how "
    "lead to conditions.",
    bad="---\ntitle: Checkout was down\n---\n\nWe need to find out who approved the change.\n",
    good="---\ntitle: Checkout was down\n---\n\n"
    "We need to find out what the change looked like in review.\n",
    check=_finds("who-question", "asks for a person"),
)
NAME_BESIDE_FAILURE = Rule(
    code="PM606",
    name="name-beside-failure",
    level=Level.ADVICE,
    why="A name beside a failure stays for as long as the record does, and everybody who reads it "
    "learns to keep theirs out.",
    bad="---\ntitle: Checkout was down\n---\n\nRobin forgot to renew the certificate.\n",
    good="---\ntitle: Checkout was down\n---\n\n"
    "The certificate expired; its reminders went to an address that nobody reads any more.\n",
    check=_finds("name-beside-failure", "puts a name beside a failure"),
)
