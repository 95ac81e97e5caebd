"""What a line among the measures says: a thing to do, a lead-in, a closing word, a field."""

import re

from postmortem_kb.extraction.outline.headings import classify_heading
from postmortem_kb.extraction.outline.plain import fold, without_ornament
from postmortem_kb.fields import ActionStatus, ActionType
from postmortem_kb.model import SectionKind

_VERBS = frozenset(
    """
    accelerate achieve acquire activate adapt add address adjust adopt advise agree align allocate
    allow alert analyse analyze announce apply appoint arrange ask assess assign assure audit
    augment automate avoid back backup balance benchmark block boost bring broaden build bump buy
    cache calibrate cap carry change check choose clarify clean clear close collaborate collect
    combine communicate compare complete conduct configure confirm consider consolidate contact
    continue convert coordinate correct create cross-train cut debug decide decouple decrease
    dedicate define delete deliver deploy deprecate design detect determine develop devise disable
    discuss distribute diversify divide document double double-check draft drill drop educate
    eliminate employ enable encourage enforce engage enhance enlarge ensure establish evaluate
    examine execute expand explore expose extend extract figure file finalise finalize find
    fine-tune finish fix follow force form formalize foster generate get give grant guard guarantee
    harden have help hire hold host identify implement improve include incorporate increase inform
    inspect install institute instrument integrate introduce invest investigate invite isolate
    issue keep launch lay lead learn let leverage limit link lint load load-test log look lower
    maintain make manage map measure merge migrate minimise minimize mitigate modernise modernize
    modify monitor move never notify observe obtain offer open optimise optimize order organise
    organize outline overhaul page parallelize partition patch perform pin place plan post practice
    practise prepare prevent prioritise prioritize procure promote protect provide provision prune
    publish pull purchase push put raise rate-limit re-run reach read reassess rebuild reconfigure
    record recover recruit redesign reduce reevaluate re-evaluate refactor refine refresh register
    regularise regularly reinforce release remind remove rename repair replace replicate report
    request require research resolve restart restore restrict restructure rethink retire retrain
    review revise revisit revoke rewrite roll rotate run sanitize save scale scan schedule secure
    segment send separate set setup share shift ship shorten simplify simulate solve speed split
    standardise standardize start step stop store streamline strengthen stress-test stress
    subscribe support survey switch synchronise synchronize take teach test throttle tighten track
    train transition treat trigger troubleshoot try tune turn understand undertake unify update
    upgrade use utilise utilize validate verify version visualize walk warn watch wire work wrap
    write
    """.split()
)
_ADVERBS = frozenset(
    """
    also always then please additionally furthermore better and better proactively continuously
    periodically automatically carefully further finally first firstly second secondly third
    thirdly lastly next properly thoroughly quickly immediately to only not don't do
    """.split()
)
_PROPOSAL = re.compile(
    r"\b(?:will|shall|should|must|needs? to|ought to|plans? (?:to|on)|planned to|planning to"
    r"|going to|intends? to|recommend(?:ed|s)?|propose[sd]?|suggest(?:ed|s)?|have to|has to"
    r"|let's|we'll|i'll|want to|would like to|better to|it would be|can be improved"
    r"|(?:important|essential|crucial|necessary|advisable|vital|imperative|best) to"
    r"|could be improved|we need|to be (?:added|done|made|fixed|improved|implemented|updated))\b",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"\b(?:will be (?!the\b|able|a\b)|we(?:'ll| will| plan to| should| need to| must| are going to)"
    r"|(?:the|our) (?:[\w-]+ ){0,2}(?:team|company|engineers?|developers?|provider) "
    r"(?:will|plans? to|intends? to)|should be|must be|needs? to be|planned to|plan is to"
    r"|i (?:will|plan to|should)"
    r"|(?:is|are) recommended)\b",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    r"(?:this|these|that|those|it(?! (?:is|was|would be) (?:\w+ )?(?:important|essential|crucial"
    r"|necessary|advisable|vital|imperative|recommended|best) )|they|which|such|doing so|so that"
    r"|the goal|the aim|our goal"
    r"|our aim|here)\b(?! (?:incident|service|server|check|issue|script) (?:will|should|must))",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:by (?:implementing|taking|addressing|following|adopting|learning|putting|making|doing"
    r"|applying|incorporating|continuing|focusing|executing|completing|prioriti[sz]ing|working"
    r"|having|performing|sharing|enhancing|improving|understanding|carrying|identifying|using)\b"
    r"|(?:taking|implementing|following|adopting|completing) (?:all )?(?:of )?(?:these|those)\b"
    r"|in (?:conclusion|summary|closing|short|the end|essence|a nutshell|retrospect)\b"
    r"|(?:this|our|the) (?:post-?\s?mortem|report|outage|experience|disruption|event|document"
    r"|swift|lesson|incident(?! (?:response|management|report|command|handling|communication"
    r"|review|process|playbook|plan|channel)))"
    r"|(?:overall|ultimately|to conclude|to sum up|to summari[sz]e|all in all|together|remember"
    r"|despite|although|while we|as (?:the|we|a result|for)\b|now,|note:|ps\b|p\.s|disclaimer|thank"
    r"|thanks|cheers|happy|stay tuned|until next time|and that's|keep calm|congratulations"
    r"|conclusion|final thoughts|written by|author\b|posted by|published|references?\b|source\b"
    r"|for more (?:information|details)|if you (?:have|want|would)|you can (?:read|find|see|also)"
    r"|feel free|follow us|word count|read more|follow me|check out)"
    r"|we (?:hope|thank|apologi[sz]e|appreciate|remain|are (?:confident|committed|sorry|grateful"
    r"|dedicated)|believe|value|regret|sincerely|understand|learned|recogni[sz]e|strive)\b"
    r"|i (?:hope|thank|learned|apologi[sz]e)\b"
    r"|(?:with|through|after|once) (?:these|those|this|all|the above|the new)\b"
    r"|these (?:corrective|preventi?ve|preventative|measures|steps|actions|improvements|changes"
    r"|tasks|efforts|lessons|enhancements|fixes)\b"
    r"|moving forward, (?:we|our team|i) (?:are|remain|am|will (?:continue|remain))\b)",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r":$|\bthe following\b|\bas follows\b|\b(?:listed|outlined|described|given) below\b"
    r"|\b(?:measures|steps|actions|improvements|tasks) (?:have been|were|are|was|has been) "
    r"(?:identified|outlined|taken|planned|proposed|listed|defined|put|being)\b"
    r"|\b(?:broadly|generally) speaking\b|\b(?:each|every) action item\b",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    r"what (?:we|i)(?: a)?(?:re|ll|ve)? ?(?:are |will |have |plan to |want to |can |could "
    r"|should )?"
    r"(?:going to )?(?:chang\w*|do(?:ing|ne)?|improv\w*|fix\w*)(?: .{0,30})?"
    r"|what (?:will|can|should|must|needs to) (?:be )?(?:change|happen|done"
    r"|improve)\w*(?: .{0,20})?"
    r"|planned|pending|to ?dos?|never again|so that it never happens again|future work"
    r"|(?:changes|fixes|work) (?:planned|to come|we will make|ahead)|our (?:plan|promise)s?"
)
_DONE_MARK = re.compile(
    r"\((?:done|completed?|fixed|finished|implemented)\b[^()]{0,40}\)|^(?:done|completed)\s*[:–—-]"
    r"|[\[(]?\b(?:done|DONE)\b[\])]?[.!]?$|^[✅✔☑]",
)
_DONE_VERB = re.compile(
    r"(?:we (?:have )?|i (?:have )?|already )?(?:added|created|implemented|installed|deployed|fixed"
    r"|introduced|wrote|hired|launched|programmed|enforced|removed|replaced|moved|switched|enabled"
    r"|disabled|set up|patched|configured|corrected|renamed|reverted|migrated|updated (?=the|our|a)"
    r"|(?:improved|increased|expanded|reduced|enhanced|automated) (?=the |our |a |all ))\b",
    re.IGNORECASE,
)
_DONE_PASSIVE = re.compile(
    r"\b(?:was|were|has been|have been) (?:also |now |already |then )?(?:\w+ed|set up|sent|put"
    r"|made|built|written)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_TYPE_WORDS = {
    ActionType.DETECT: r"monitor\w*|alert\w*|detect\w*|observab\w*|logging|dashboards?|metrics?"
    r"|health[- ]?checks?|notif\w*|alarms?|tracing|probes?|watch",
    ActionType.PROCESS: r"train\w*|document\w*|runbooks?|playbooks?|process(?:es)?|procedures?"
    r"|communicat\w*|polic\w*|drills?|checklists?|meetings?|guidelines?|on-?call|educat\w*"
    r"|code reviews?|peer reviews?|review|teams?|workshops?|escalation|approval|protocols?",
    ActionType.MITIGATE: r"fail-?over|redundan\w*|roll-?backs?|backups?|recover\w*|circuit"
    r"|fallbacks?|auto-?scal\w*|replicas?|replicat\w*|restor\w*|graceful\w*|standby"
    r"|disaster|resilien\w*|rollback",
    ActionType.PREVENT: r"tests?|testing|validat\w*|patch\w*|fix\w*|upgrad\w*|prevent\w*|lint\w*"
    r"|limits?|capacity|ci|cd|pipelines?|staging|version\w*|optimi[sz]\w*|correct\w*|refactor\w*"
    r"|index\w*|config\w*|harden\w*|secur\w*|updat\w*|replac\w*|remov\w*|migrat\w*|rotat\w*",
}
_TYPES = tuple(
    (kind, re.compile(rf"\b(?:{p})\b", re.IGNORECASE)) for kind, p in _TYPE_WORDS.items()
)


def begins_with_order(words: str) -> bool:
    """Whether plain text begins with what to do: `Add alerts`, `Also review …`."""
    for match in list(_WORD.finditer(words[:60]))[:3]:
        word = match.group().lower().replace("’", "'")
        if word in _VERBS:
            return True
        if word not in _ADVERBS:
            return False
    return False


def is_proposal(words: str) -> bool:
    """Whether a sentence among the measures says what to do, in any mood."""
    if is_lead_in(words) or is_closing(words) or _OUTCOME.match(words):
        return False
    return (
        begins_with_order(words)
        or _PROPOSAL.search(words) is not None
        or find_done(words) is ActionStatus.DONE
    )


def is_plan(words: str) -> bool:
    """Whether a sentence anywhere in a document says what is going to be done."""
    return (
        _PLAN.search(words) is not None
        and not is_lead_in(words)
        and not is_closing(words)
        and not _OUTCOME.match(words)
    )


def is_closing(words: str) -> bool:
    """Whether a paragraph takes leave of the reader: `By implementing these measures, …`."""
    return _CLOSING.match(without_ornament(words).lstrip("\"'([")) is not None


def is_lead_in(words: str) -> bool:
    """Whether a line announces a list: `we will take the following measures:`."""
    return _LEAD_IN.search(words) is not None


def is_group_label(words: str) -> bool:
    """Whether a label stands for a kind of measures rather than for one: `Specific tasks`."""
    return classify_heading(words) is SectionKind.ACTION_ITEMS or announces_measures(words)


def announces_measures(words: str) -> bool:
    """Whether a heading of no known section announces measures: `What we will change`."""
    return _ANNOUNCES.fullmatch(fold(words)) is not None


def find_done(words: str) -> ActionStatus | None:
    """`done` where the words say that it is; None where they do not say."""
    if _DONE_MARK.search(words) or _DONE_VERB.match(words):
        return ActionStatus.DONE
    told, proposed = _DONE_PASSIVE.search(words), _PROPOSAL.search(words)
    is_first = told is not None and (proposed is None or told.start() < proposed.start())
    return ActionStatus.DONE if is_first and not begins_with_order(words) else None


def suggest_type(words: str) -> ActionType | None:
    """What a measure is meant to do, by most of its words; of several the one named first."""
    best: tuple[int, int] | None = None
    found: ActionType | None = None
    for kind, pattern in _TYPES:
        hits = [match.start() for match in pattern.finditer(words[:1000])]
        if hits and (best is None or (len(hits), -hits[0]) > best):
            best, found = (len(hits), -hits[0]), kind
    return found
