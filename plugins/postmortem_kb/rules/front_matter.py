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
BENT_VALUE = Rule(
    code="PM109",
    name="bent-value",
    level=Level.WARNING,
    why="Here every value is read as the text that stands in the file. Other tools that read YAML "
    "(MkDocs, editors, scripts) take `no` for false, `1:30` for the number 90, `0012` for 10 and "
    "`1.10` for 1.1, some by the rules of YAML 1.1, some by those of YAML 1.2. In quotes it is the "
    "same text for all of them. Times and percentages are not meant.",
    bad="---\ntitle: Checkout was down\nduration: 1:30\n---\n",
    good='---\ntitle: Checkout was down\nduration: "1:30"\n---\n',
)
METADATA_HEADER = Rule(
    code="PM110",
    name="metadata-header",
    level=Level.ERROR,
    is_fixed=True,
    why="MkDocs also takes `Title: x` lines at the top of a file, and YAML that ends in `...`, for "
    "metadata, and leaves them out of the page. Git forges, editors and other generators do not; "
    "here front matter stands between two lines `---`.",
    bad="---\ntitle: Checkout was down\n...\n\nIt began at noon.\n",
    good="---\ntitle: Checkout was down\n---\n\nIt began at noon.\n",
)
SPACE_BEFORE_COLON = Rule(
    code="PM111",
    name="space-before-colon",
    level=Level.WARNING,
    why="YAML allows it, but whoever searches for `title:`, by hand or in a script, does not find "
    "it.",
    bad="---\ntitle : Checkout was down\n---\n",
    good="---\ntitle: Checkout was down\n---\n",
)
LOOSE_TIMESTAMP = Rule(
    code="PM112",
    name="loose-timestamp",
    level=Level.ADVICE,
    why="One point in time has one spelling, `2024-06-08T13:15`: then records can be searched and "
    "compared as text. Where a timestamp is refused (PM108) but can mean one "
    "thing only, such as `2024/06/08 13:15`, the message says how to write it; `06/08/2024` may be "
    "June or August, and is left to the author.",
    bad="---\ntitle: Checkout was down\ntimezone: UTC\nstarted_at: 2024-06-08 13:15\n---\n",
    good="---\ntitle: Checkout was down\ntimezone: UTC\nstarted_at: 2024-06-08T13:15\n---\n",
)
TOO_LONG = Rule(
    code="PM113",
    name="too-long",
    level=Level.ERROR,
    is_fixed=True,
    why="Some inputs keep a parser busy for hours, and one such file would hold up every build. "
    "The limits are many times what the longest published postmortems have; see "
    "[what a record may hold](../guide/limits.md).",
    bad="a paragraph with a picture of a megabyte written into its link",
    good="the picture in a file beside the record",
)
TOO_DEEP = Rule(
    code="PM114",
    name="too-deep",
    level=Level.ERROR,
    is_fixed=True,
    why="What stands within itself many times over cannot be read by people either, and some "
    "generators break off the whole build over it; see "
    "[what a record may hold](../guide/limits.md).",
    bad="---\ntitle: Checkout was down\n---\n\n> > > > > > > > > It began at noon.\n",
    good="---\ntitle: Checkout was down\n---\n\n> > It began at noon.\n",
)
