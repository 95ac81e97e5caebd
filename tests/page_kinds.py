"""One page of each kind that this repository's site has, by its path."""

RECORD = "postmortems/2024-06-08-payment-gateway-disk-failure/"
SESSION = "reading-groups/2026-11-20-what-made-the-database-the-first-suspect/"

PAGE_KINDS = {
    "home": "",
    "archive": "postmortems/",
    "record": RECORD,
    "index": "root-causes/",
    "term": "root-causes/configuration/",
    "coverage": "coverage/",
    "trends": "trends/",
    "action items": "action-items/",
    "explore": "explore/",
    "replay": f"{RECORD}replay/",
    "schedule": "reading-groups/",
    "session": SESSION,
    "participants": f"{SESSION}participant/",
    "facilitators": f"{SESSION}facilitator/",
    "takeaways": "reading-groups/takeaways/",
    "what to read": "reading-groups/what-to-read/",
    "prompts": "reading-groups/prompts/",
    "guide": "guide/writing-a-postmortem/",
    "reference": "reference/front-matter/",
}
