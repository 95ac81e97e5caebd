"""The options: declared, documented and validated once, for the plugin and the command line."""

from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
)

from postmortem_kb.durations import Duration, parse_duration
from postmortem_kb.errors import ConfigurationError, FieldError
from postmortem_kb.fields import Visibility
from postmortem_kb.rules.registry import BY_NAME
from postmortem_kb.zones import parse_zone


def _zone_name(value: str) -> str:
    parse_zone(value)
    return value


def _length(value: Any) -> Duration:
    return value if isinstance(value, Duration) else parse_duration(str(value))


RuleLevel = Literal["error", "warning", "advice", "off"]


def _with_off(levels: Any) -> Any:
    """YAML reads an unquoted `off` as false."""
    if not isinstance(levels, dict):
        return levels
    return {name: "off" if level is False else level for name, level in levels.items()}


def _rule_levels(levels: dict[str, RuleLevel]) -> dict[str, RuleLevel]:
    """Levels by the code of their rule."""
    found: dict[str, RuleLevel] = {}
    for name, level in levels.items():
        rule = BY_NAME.get(name)
        if rule is None:
            close = get_close_matches(name, BY_NAME, n=1)
            hint = f"did you mean {close[0]!r}?" if close else "see `postmortem check --list`"
            raise FieldError(f"there is no rule {name!r}", hint)
        if rule.is_fixed:
            raise FieldError(f"the level of {name!r} cannot be changed", "leave it out of 'levels'")
        found[rule.code] = level
    return found


class Settings(BaseModel):
    """The options of the `postmortems` plugin, and where the project is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    root: Annotated[Path, Field(exclude=True)] = Path()
    docs_dir: Annotated[Path, Field(exclude=True)] = Path("docs")
    use_directory_urls: Annotated[bool, Field(exclude=True)] = True
    site_url: Annotated[str, Field(exclude=True)] = ""

    postmortems_dir: str = Field(
        "postmortems",
        description="The folder that holds the records, relative to `mkdocs.yml`.",
    )
    taxonomy: str | None = Field(
        None,
        description="The file that extends the shipped vocabulary, relative to `mkdocs.yml`; "
        "default: `taxonomy.yml` in the folder of the records, where there is one.",
    )
    timezone: Annotated[str, AfterValidator(_zone_name)] | None = Field(
        None,
        description="What times are in where a record has no `timezone` of its own: an IANA name, "
        "an offset, an abbreviation or `unknown`. Absent: such a record is an error.",
    )
    visibility: frozenset[Visibility] = Field(
        frozenset({Visibility.PUBLIC, Visibility.INTERNAL}),
        description="Which records the site publishes. `restricted` ones are published only where "
        "the word stands here; they are otherwise left out with a warning.",
    )
    levels: Annotated[
        dict[str, RuleLevel], BeforeValidator(_with_off), AfterValidator(_rule_levels)
    ] = Field(
        {},
        description="The level of single rules, by code or name: `error` (leaves the record out), "
        "`warning` (fails `--strict`), `advice` or `off`. Some errors cannot be lowered: without "
        "them there would be no record to publish.",
    )
    event_margin: Annotated[Duration, PlainValidator(_length)] = Field(
        Duration(timedelta(days=1)),
        description="How far outside the incident a timeline's event may lie before it is "
        "reported.",
    )
    rows_per_page: int = Field(
        200,
        ge=10,
        description="A term page with more rows than this is split by year beneath itself.",
    )
    latest: int = Field(5, ge=0, description="How many postmortems the home page lists.")
    search: bool | None = Field(
        None,
        description="Whether the header of the theme (Material) gets the search that comes with "
        "this plugin: over all postmortems and pages, as fast at any size. Absent: where no plugin "
        "`search` is configured. `true` also puts it in that one's place.",
    )

    @property
    def records_dir(self) -> Path:
        """The absolute folder of the records."""
        return self.root / self.postmortems_dir

    @property
    def taxonomy_path(self) -> Path:
        """The site's taxonomy file, which need not exist unless the option names it."""
        return self.root / (self.taxonomy or f"{self.postmortems_dir}/taxonomy.yml")


_FROM_THE_SITE = ("root", "docs_dir", "use_directory_urls", "site_url")
OPTION_NAMES = tuple(name for name in Settings.model_fields if name not in _FROM_THE_SITE)


def parse_settings(
    options: dict[str, Any],
    *,
    root: Path,
    docs_dir: Path,
    use_directory_urls: bool = True,
    site_url: str = "",
) -> Settings:
    """Make settings of the plugin's options in `mkdocs.yml`, and of four facts of the site.

    Raises:
        ConfigurationError: with one line for each option that does not fit.
    """
    try:
        site = {
            "root": root,
            "docs_dir": docs_dir,
            "use_directory_urls": use_directory_urls,
            "site_url": site_url,
        }
        return Settings.model_validate({**options, **site})
    except ValidationError as error:
        lines = [_describe(detail) for detail in error.errors()]
        raise ConfigurationError("\n".join(lines)) from None


def validate_option(name: str, value: Any) -> None:
    """Check one option by itself.

    Raises:
        ConfigurationError: it does not fit.
    """
    parse_settings({name: value}, root=Path(), docs_dir=Path())


def _describe(detail: Any) -> str:
    name = ".".join(str(part) for part in detail["loc"])
    cause = detail.get("ctx", {}).get("error")
    if isinstance(cause, FieldError):
        return f"plugin option {name!r}: {cause.message}; {cause.hint}"
    if detail["type"] == "extra_forbidden":
        options = ", ".join(OPTION_NAMES)
        return f"plugin option {name!r} does not exist; the options are {options}"
    expected = _EXPECTED.get(detail["type"], detail["msg"].lower())
    if detail["type"] in ("enum", "literal_error"):
        expected = f"expected {detail['ctx']['expected']}"
    return f"plugin option {name!r}: found {detail['input']!r}; {expected}"


_EXPECTED = {
    "frozen_set_type": "expected a list, such as [public, internal]",
    "string_type": "expected text; put it in quotes",
    "int_parsing": "expected a whole number",
    "int_type": "expected a whole number",
    "bool_parsing": "expected true or false",
    "bool_type": "expected true or false",
    "dict_type": "expected 'name: value' lines below it",
}
