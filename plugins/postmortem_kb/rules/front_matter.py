"""Rules that the reader and the front matter's types apply."""

from postmortem_kb.problem import Level
from postmortem_kb.rules.declaration import Rule

UNREADABLE_FILE = Rule(
    code="PM101",
    name="unreadable-file",
    level=Level.ERROR,
    is_fixed=True,
    why="A record is a text file in UTF-8. What cannot be read as such is not guessed at: a "
    "wrong guess would publish bent words.",
    bad="a file saved as Latin-1 or UTF-16",
    good="the same file saved as UTF-8",
)
NO_FRONT_MATTER = Rule(
    code="PM102",
    name="no-front-matter",
    level=Level.ERROR,
    is_fixed=True,
    why="The front matter holds what is indexed. Without it the record cannot be placed, and "
    "MkDocs would publish the file as an ordinary page without a word.",
    bad="# Checkout was down\n\nIt began at noon.\n",
    good="---\ntitle: Checkout was down\n---\n\nIt began at noon.\n",
)
BROKEN_FRONT_MATTER = Rule(
    code="PM103",
    name="broken-front-matter",
    level=Level.ERROR,
    is_fixed=True,
    why="YAML that cannot be read says nothing for certain. MkDocs drops it silently and prints "
    "it into the page.",
    bad="---\ntitle: Checkout: down\n---\n",
    good='---\ntitle: "Checkout: down"\n---\n',
)
DUPLICATE_KEY = Rule(
    code="PM104",
    name="duplicate-key",
    level=Level.ERROR,
    is_fixed=True,
    why="YAML readers keep one of two equal keys and drop the other, each in its own way.",
    bad="---\ntitle: Checkout was down\nseverity: sev1\nseverity: sev2\n---\n",
    good="---\ntitle: Checkout was down\nseverity: sev1\n---\n",
)
ALIAS_OR_TAG = Rule(
    code="PM105",
    name="alias-or-tag",
    level=Level.ERROR,
    is_fixed=True,
    why="YAML aliases, merge keys and tags make a record hard to read in a diff, and a few lines "
    "of them can unfold to gigabytes.",
    bad="---\ntitle: &name Checkout was down\nsummary: *name\n---\n",
    good="---\ntitle: Checkout was down\nsummary: Checkout was down\n---\n",
)
UNKNOWN_FIELD = Rule(
    code="PM106",
    name="unknown-field",
    level=Level.ERROR,
    why="A misspelt field would be left out of every index without anybody noticing.",
    bad="---\ntitle: Checkout was down\nseverty: sev1\n---\n",
    good="---\ntitle: Checkout was down\nseverity: sev1\n---\n",
)
MISSING_FIELD = Rule(
    code="PM107",
    name="missing-field",
    level=Level.ERROR,
    is_fixed=True,
    why="Without it the record cannot be shown or counted.",
    bad="---\nsummary: Checkout was down for an hour.\n---\n",
    good="---\ntitle: Checkout was down\n---\n",
)
WRONG_TYPE = Rule(
    code="PM108",
    name="wrong-type",
    level=Level.ERROR,
    is_fixed=True,
    why="Each field has one kind of value, read from the text as it stands; what does not fit is "
    "never bent into something that does.",
    bad="---\ntitle: Checkout was down\nstarted_at: 1:15 PM\ntimezone: UTC\n---\n",
    good="---\ntitle: Checkout was down\nstarted_at: 2024-06-08T13:15\ntimezone: UTC\n---\n",
)
