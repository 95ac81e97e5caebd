"""Why a source is not read: one line for its reader, instead of a document."""

from postmortem_kb.errors import PostmortemKbError


class ImportRefused(PostmortemKbError):  # noqa: N818 - a decision, not a fault
    """A source that cannot be read, or should not be. `str()` is the whole message, one line.

    `line` is the line of the source that is to blame, where there is one.
    """

    def __init__(self, code: str, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.line = line
