"""The elements that plots are made of: names, attributes and plain text to safe HTML."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from postmortem_kb.escape import Markdown, escape

Value = str | float | None
SPACE = Markdown(" ")
_VOID = ("rect", "path", "line", "use", "circle", "polyline")


def tag(name: str, attributes: Mapping[str, Value] | None = None, *content: str) -> Markdown:
    """An element; what is not `Markdown` already is escaped. An attribute that is None is left out,
    one that is empty stands alone."""
    parts = [name]
    for key, value in (attributes or {}).items():
        if value is None:
            continue
        if isinstance(value, float | int):
            parts.append(f'{key}="{number(value)}"')
        elif value:
            text = value if isinstance(value, Markdown) else _escape_attribute(value)
            parts.append(f'{key}="{text}"')
        else:
            parts.append(key)
    opened = " ".join(parts)
    if name in _VOID and not content:
        return Markdown(f"<{opened}/>")
    return Markdown(f"<{opened}>{join(content)}</{name}>")


@lru_cache(maxsize=1000)
def _escape_attribute(value: str) -> Markdown:
    """Class names and the like come again and again."""
    return escape(value)


def join(parts: Sequence[str], between: str = "") -> Markdown:
    """Pieces one after another, plain text among them escaped."""
    return Markdown(
        between.join(part if isinstance(part, Markdown) else escape(part) for part in parts)
    )


def number(value: float) -> Markdown:
    """A number with at most two decimals: the same bytes on every machine."""
    return Markdown(f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}")


def percent(value: float) -> Markdown:
    """A horizontal place or length. Plots have no `viewBox`: what is measured along the page is in
    percent, so that text keeps its size at every width."""
    return Markdown(f"{number(value)}%")
