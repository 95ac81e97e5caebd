"""Rules about terms."""

from postmortem_kb.problem import Level
from postmortem_kb.rules.declaration import Rule

BAD_TAXONOMY = Rule(
    code="PM001",
    name="bad-taxonomy",
    level=Level.ERROR,
    is_fixed=True,
    why="A term that cannot be read is left out, and every record that uses it with it.",
    bad="services:\n  Check Out:\n    label: Checkout\n",
    good="services:\n  checkout:\n    label: Checkout\n",
)
UNKNOWN_TERM = Rule(
    code="PM301",
    name="unknown-term",
    level=Level.ERROR,
    why="Indexes are only worth something when one thing has one name. In a draft an unknown term "
    "is a warning: the taxonomy may still have to grow.",
    bad="---\ntitle: Checkout was down\nroot_causes: [confguration]\n---\n",
    good="---\ntitle: Checkout was down\nroot_causes: [configuration]\n---\n",
)
DEPRECATED_TERM = Rule(
    code="PM302",
    name="deprecated-term",
    level=Level.WARNING,
    why="The record still resolves, but the next author copies what stands there.",
    bad="---\ntitle: Checkout was down\nservices: [an-old-name]\n---\n",
    good="---\ntitle: Checkout was down\nservices: [the-name-today]\n---\n",
)
OVERUSED_TERM = Rule(
    code="PM305",
    name="overused-term",
    level=Level.ADVICE,
    why="A root cause, service or trigger that is on more than 40 % of all records (from 20 "
    "records up) no longer tells them apart.",
    bad="`root_causes: [configuration]` on 12 of 20 records",
    good="`configuration/load-balancer`, `configuration/timeout` and others in its place",
)
