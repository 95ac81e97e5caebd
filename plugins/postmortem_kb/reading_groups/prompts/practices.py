"""The published practice that prompts follow, each text with what it says, in our own words."""

from postmortem_kb.reading_groups.prompts.declaration import Practice

DEKKER = Practice(
    "Dekker, Field Guide",
    "The Field Guide to Understanding ‘Human Error’, third edition",
    "Sidney Dekker, 2014",
    "https://www.routledge.com/The-Field-Guide-to-Understanding-Human-Error/Dekker/p/book/"
    "9781472439055",
    "What people did made sense to them with what they could see at that moment. To understand it, "
    "leave aside what is known only since.",
)
ETSY = Practice(
    "Etsy, asking questions",
    "Debriefing Facilitation Guide: The Art of Asking Questions",
    "Etsy, 2016",
    "https://github.com/etsy/DebriefingFacilitationGuide/blob/master/guide/"
    "05-the-art-of-asking-questions.md",
    "Ask for descriptions rather than explanations: the cues behind an observation, the options "
    "beside a choice, the signal that led to asking for help.",
)
INFINITE_HOWS = Practice(
    "Allspaw, Infinite Hows",
    "The Infinite Hows",
    "John Allspaw, O’Reilly Radar, 2014",
    "https://www.oreilly.com/radar/the-infinite-hows/",
    "A chain of whys ends at one cause and often at a person; how leads to conditions, of which "
    "there are many.",
)
PAGERDUTY_QUESTIONS = Practice(
    "PagerDuty, analysis questions",
    "Postmortem Documentation: Analysis Questions",
    "PagerDuty",
    "https://postmortems.pagerduty.com/resources/analysis/",
    "Questions by theme: what was noticed and what was not, earlier experience, goals, how the "
    "state was judged, the options there were, and what led to asking for help.",
)
PAGERDUTY_RETROSPECTIVES = Practice(
    "PagerDuty, retrospectives",
    "Retrospectives Guide",
    "PagerDuty",
    "https://retrospectives.pagerduty.com/",
    "A facilitator plans the meeting, keeps to its phases and lets everybody take part.",
)
HOWIE = Practice(
    "Howie guide",
    "Howie: The Post-Incident Guide",
    "Jeli, now PagerDuty, 2021",
    "https://howie-guide.pagerduty.com/",
    "Figures such as the mean time to respond teach little by themselves. Insight comes from how "
    "an incident came about and from what surprised the people in it.",
)
SRE_CULTURE = Practice(
    "SRE, chapter 15",
    "Site Reliability Engineering, chapter 15: Postmortem Culture",
    "Google, O’Reilly, 2016",
    "https://sre.google/sre-book/postmortem-culture/",
    "Groups meet to read an old postmortem and talk about it openly; past incidents are played "
    "again as exercises.",
)
SRE_ON_CALL = Practice(
    "SRE, chapter 28",
    "Site Reliability Engineering, chapter 28: Accelerating SREs to On-Call and Beyond",
    "Google, O’Reilly, 2016",
    "https://sre.google/sre-book/accelerating-sre-on-call/",
    "Play an outage as a game: tell what can be seen, and ask what one would look at and what one "
    "expects to find. Read postmortems to learn how a system fails.",
)
SRE_EXAMPLE = Practice(
    "SRE, appendix D",
    "Site Reliability Engineering, appendix D: Example Postmortem",
    "Google, O’Reilly, 2016",
    "https://sre.google/sre-book/example-postmortem/",
    "A record says what went well, what went wrong, and where luck helped, which is the place for "
    "near misses.",
)
SRE_WORKBOOK = Practice(
    "SRE workbook, chapter 10",
    "The Site Reliability Workbook, chapter 10: Postmortem Culture",
    "Google, O’Reilly, 2018",
    "https://sre.google/workbook/postmortem-culture/",
    "A measure needs an owner, a priority and an end that can be checked, and is followed until it "
    "is done.",
)

PRACTICES = (
    SRE_CULTURE,
    SRE_ON_CALL,
    SRE_EXAMPLE,
    SRE_WORKBOOK,
    ETSY,
    PAGERDUTY_QUESTIONS,
    PAGERDUTY_RETROSPECTIVES,
    HOWIE,
    INFINITE_HOWS,
    DEKKER,
)
"""All of them, in the order in which the page lists them."""
