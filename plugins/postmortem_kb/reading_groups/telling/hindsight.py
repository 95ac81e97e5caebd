"""What a passage of a timeline tells that could not be known then: Markdown to two parts."""

import re
from collections.abc import Callable, Iterator

from postmortem_kb.reading_groups.telling.sentences import split_sentences
from postmortem_kb.sections import BLOCKS

VERDICTS = (
    r"(?:false|wrong|cold|misleading) (?:trail|track|scent|lead|start|alarm|turn(?:ing)?|path|tree"
    r"|direction|assumption|hypothesis|hypotheses|theory|theories|guess|guesses|conclusion|place"
    r"|idea|suspicion|suspect|service|server|component|team|layer|system|host|log|part)s?",
    r"red herrings?",
    r"dead(?: |-)ends?",
    r"(?:blind alley|wild goose chase)s?",
    r"mis(?:leading|leads?|led)",
    r"(?:leads?|led|sends?|sent) \w+(?: \w+)? astray",
    r"(?:mistakenly|erroneously|wrongly|incorrectly) (?:assum|attribut|believ|blam|conclu|diagnos"
    r"|identif|point|suspect|taken?|thought|took|treat)\w*",
    r"(?:is|are|was|were|be|been) mistaken",
    r"(?:nothing|little) to do with",
    r"(?:unrelated|irrelevant|coinciden(?:ce|tal|tally))",
    r"(?:has|have|had|plays?|played) no (?:part|role|bearing)",
    r"(?:is|are|was|were)(?:n['’]t| not) (?:it|(?:the|at) (?:bottleneck|cause|culprit|fault"
    r"|issue|one|problem|reason|root|source|trigger))",
    r"(?:it|this|that) (?:is|was)(?:n['’]t| not)(?=\s*(?:[:;,.!?)–—-]|$))",
    r"(?:proves?|proved|proven|turns? out|turned out),? (?:to be |(?:it|they) (?:was|were) )?"
    r"(?:wrong|false|innocent|harmless|healthy|fine|unrelated|irrelevant|misleading|mistaken)",
    r"(?:delays?|delayed|slows?|slowed|hinders?|hindered) (?:the |us in |them in |us |them )?"
    r"(?:\w+ )?(?:finding|search|diagnosis|detection|investigation|recovery|resolution)",
    r"(?:costs?|loses?|lost|wastes?|wasted) (?:\w+ ){0,4}(?:time|minutes?|mins?|hours?|hrs?"
    r"|days?)",
    r"in vain",
)
"""Say of a hypothesis that it is wrong: known when it is ruled out, and not before."""

FORESIGHT = (
    r"(?:in|with) (?:hindsight|retrospect)",
    r"with the benefit of hindsight",
    r"looking back",
    r"turned out",
    r"(?:which|that|this|these|those|both) (?:\w+ )?turns? out",
    r"(?<!it\s)turns out",
    r"(?<!assumed\s)(?<!suspected\s)root causes?(?=[\s*_]*(?::|(?:is|are|was|were)\b"
    r"(?! (?:not|still|un\w+|being|found|identified|confirmed|discovered|determined"
    r"|established|suspected|traced)\b)))",
    r"(?:eventually|finally|subsequently) \w+ed",
    r"(?:would|will|were to|was to) (?:\w+ )?(?:find out|discover|learn|realise|realize)",
    r"(?:fix|mend|repair|outage|incident|disruption|downtime|recovery|restoration|resolution"
    r"|mitigation|diagnosis|search|investigation|debugging|it|this|that|which|all) (?:took|lasted)"
    r"\b[^;:\n]{0,40}\b(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?)",
    r"(?:\d+|an|one|two|three|four|five)\s?(?:min|minutes?|mins|h|hours?|hrs?|days?)"
    r" (?:overall|in total|altogether|all in all)",
    r"total (?:down\s?time|duration|length|outage)",
    r"(?:later|subsequently|eventually|finally|afterwards?) (?:\w+ )?(?:became|become|becomes|came"
    r"|clear|confirmed|discovered|emerged?|emerges|found|identified|known|learned|learnt|proved|proves"
    r"|realised|realized|seen|showed|shown|shows|traced|transpired|turned|turns|understood)",
    r"(?:became|clear|confirmed|discovered|found|identified|known|learned|learnt|noticed|realised"
    r"|realized|recognised|recognized|seen|shown|traced|understood) (?:only |much |\w+ \w+ )?later",
    r"only (?:\w+ ){0,3}later",
    r"(?:emerges?|emerged|transpires?|transpired|came to light|comes to light)",
    r"(?:only|not|nobody|no one|none|nothing|never)\b[^.;:]{0,80}\b(?:until|till)",
    r"(?:would|will) (?:later|prove|turn out|last|not be|not come)",
    r"(?:would|will) (?:take|be) (?:\w+ ){1,3}(?:minutes?|mins?|hours?|hrs?|days?|weeks?)",
    r"(?:unknown|unbeknownst|unnoticed) (?:to|by|at)",
    r"(?:nobody|no one|none of \w+) (?:yet )?(?:knew|knows|notices|noticed|realises|realised"
    r"|realizes|realized|sees|saw|is aware|was aware)",
    r"(?:did|does|do) not (?:yet )?(?:know|realise|realize|notice)",
    r"(?:not yet|as yet not|yet to be) (?:known|noticed|detected|discovered|found|understood)",
    r"(?:away|hid|hides?|hiding|mask(?:s|ed|ing)?|miss(?:es|ed|ing)?|not|than|while) (?:from )?"
    r"(?:the )?(?:real|actual|true|underlying) \w+",
    r"should have",
    r"(?:could|might|would) have (?:been )?(?:caught|found|helped|noticed|prevented|saved|seen"
    r"|shown|stopped|told|warned)",
)
"""Tell what came after: known at the end, and not before."""

RESULTS = (
    r"(?:but|and|though|however),? (?:no|none|nothing|neither)\b[^.;:\n]{0,60}\b(?:found|seen"
    r"|visible|discovered|detected|noticed|showed|shown|turned up|came up|unusual|wrong"
    r"|suspicious)",
    r"without (?:success|result|effect|finding)",
)
"""Tell what came of a hypothesis: known when it had been looked into, and not when it came up."""

Test = Callable[[str], bool]


def _compile(phrases: tuple[str, ...]) -> re.Pattern[str]:
    # A phrase may run over the end of a line, and emphasis may stand in it. A `_` is never both
    # emphasis and part of a word: many of them would take for ever.
    spaced = "|".join(phrases).replace(r"\w", r"[^\W_]").replace(" ", r"[\s*_]+")
    return re.compile(rf"\b(?:{spaced})\b", re.IGNORECASE)


_VERDICT, _FORESIGHT, _RESULT = _compile(VERDICTS), _compile(FORESIGHT), _compile(RESULTS)
_LISTS = ("bullet_list_open", "ordered_list_open")
_CODE_BLOCKS = ("fence", "code_block")


def is_verdict(text: str) -> bool:
    """Whether a sentence says that a hypothesis is wrong."""
    return _VERDICT.search(text) is not None


def without_verdicts(text: str) -> str:
    """What a sentence says besides that a hypothesis is wrong."""
    return _VERDICT.sub(" ", text)


def is_foresight(text: str) -> bool:
    """Whether a sentence tells of what came after."""
    return _FORESIGHT.search(text) is not None


def is_result(text: str) -> bool:
    """Whether a sentence says that looking into a hypothesis led to nothing."""
    return _RESULT.search(text) is not None


def is_hindsight(text: str) -> bool:
    """Whether a sentence tells more than could be known when it happened."""
    return is_verdict(text) or is_foresight(text)


def split_hindsight(text: str) -> tuple[str, str]:
    """An event's Markdown as what was known then, and what tells more: by `VERDICTS` and
    `FORESIGHT`. Nothing is lost, and either may be empty."""
    return split_passage(text, is_hindsight)


def split_passage(text: str, is_withheld: Test) -> tuple[str, str]:
    """Part Markdown into what may be told and what `is_withheld` is true of.

    Of paragraphs the sentences are parted, of lists the items. Any other block goes whole, and
    code is told always: it is what was to be seen then.
    """
    told: list[str] = []
    withheld: list[str] = []
    for piece, is_code in _find_pieces(text):
        (withheld if not is_code and is_withheld(piece) else told).append(piece)
    return "".join(told).strip(), "".join(withheld).strip()


def _find_pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The sentences, items and other blocks of a passage, each with the space after it."""
    lines = text.splitlines(keepends=True)
    starts: list[tuple[int, str]] = []
    within_list = False
    for token in BLOCKS.parse(text):
        if token.level == 0 and token.nesting >= 0:
            within_list = token.type in _LISTS
        is_item = token.level == 1 and within_list and token.type == "list_item_open"
        is_block = token.level == 0 and token.nesting >= 0 and not within_list
        if (is_item or is_block) and token.map:
            starts.append((token.map[0], token.type))
    if not starts or starts[0][0] > 0:
        starts.insert(0, (0, "other"))
    ends = [start for start, _ in starts[1:]] + [len(lines)]
    for (start, kind), end in zip(starts, ends, strict=True):
        piece = "".join(lines[start:end])
        if kind == "paragraph_open":
            yield from ((sentence, False) for sentence in split_sentences(piece))
        elif piece:
            yield piece, kind in _CODE_BLOCKS
