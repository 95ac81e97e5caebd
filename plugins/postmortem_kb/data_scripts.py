"""Data for our scripts in the browser: values to classic scripts that hand them over.

Unlike JSON that is fetched, a script loads also from the disk, and beneath any path.
"""

import json
from typing import Any

FOLDER = "assets/postmortems"
"""Where everything of ours stands in the built site."""


def script_path(name: str) -> str:
    """Where the script stands that `postmortemKb.load(siteRoot, name)` loads."""
    return f"{FOLDER}/{name}.js"


def write_script(name: str, value: Any) -> str:
    """The script that hands over `value`, anything that JSON can say."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f"postmortemKb.receive({json.dumps(name)},{text});\n"


def round_minutes(minutes: float) -> float | int:
    """Minutes to six decimals, well under a millisecond; a whole number as one."""
    rounded = round(minutes, 6)
    return int(rounded) if rounded == int(rounded) else rounded
