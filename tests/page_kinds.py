"""One page of each kind that this repository's site has, by its path."""

RECORD = "postmortems/2024-06-08-payment-gateway-disk-failure/"

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
    "guide": "guide/writing-a-postmortem/",
    "reference": "reference/front-matter/",
}
