"""Exceptions: what stops a command altogether. Everything else is a `Problem`."""


class PostmortemKbError(Exception):
    """Something that makes going on pointless; its text is the whole message for the user."""


class ConfigurationError(PostmortemKbError):
    """The configuration cannot be used (exit code 2)."""


class OutputFolderError(PostmortemKbError):
    """A folder cannot be written to without touching files that somebody else made."""


class FieldError(ValueError):
    """A front matter value that cannot be read as what its field holds.

    `message` says what was found and what was expected; `hint` says how to mend it. `replacement`
    is the one right text in its place, where there is one.
    """

    def __init__(self, message: str, hint: str, replacement: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.replacement = replacement
