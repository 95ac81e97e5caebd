"""Pictures that stand in a text as base64: to attachments that the text names."""

import base64
import binascii
import re
from dataclasses import dataclass, field

from postmortem_kb.importers.document import Attachment

_DATA = re.compile(
    r"data:image/(?P<kind>png|jpe?g|gif|webp|bmp|svg\+xml)[^,;\s]{0,40};base64,"
    r"(?P<data>[A-Za-z0-9+/=]+)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class PictureCollector:
    """Takes pictures as they are met and names them `picture-1.png` and so on."""

    attachments: list[Attachment] = field(default_factory=list)

    def add(self, kind: str, content: bytes) -> str:
        """Keep a picture of a kind such as `png` or `svg+xml`; its name."""
        ending = {"jpeg": "jpg", "svg+xml": "svg", "x-emf": "emf", "x-wmf": "wmf"}.get(kind, kind)
        name = f"picture-{len(self.attachments) + 1}.{ending}"
        self.attachments.append(Attachment(name, content))
        return name

    def take_out(self, text: str) -> str:
        """The text with a name in the place of every picture's data."""
        return _DATA.sub(self._name, text) if "base64," in text else text

    def _name(self, match: re.Match[str]) -> str:
        try:
            content = base64.b64decode(match["data"], validate=True)
        except binascii.Error:
            return match[0]
        return self.add(match["kind"].lower(), content)
