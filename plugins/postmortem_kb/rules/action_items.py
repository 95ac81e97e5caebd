"""Rules about action items."""

from postmortem_kb.problem import Level
from postmortem_kb.rules.declaration import Rule

UNREADABLE_ACTION_FIELD = Rule(
    code="PM501",
    name="unreadable-action-field",
    level=Level.WARNING,
    why="An item whose type, status or day is not understood is missing from every count of open "
    "and finished work.",
    bad="---\ntitle: Checkout was down\n---\n\n## Action items\n\n"
    "| Action | Status |\n|---|---|\n| Alert on disk health | maybe |\n",
    good="---\ntitle: Checkout was down\n---\n\n## Action items\n\n"
    "| Action | Status |\n|---|---|\n| Alert on disk health | open |\n",
)
