"""The options: declared, documented and validated once, for the plugin and the command line."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from postmortem_kb.errors import ConfigurationError, FieldError
from postmortem_kb.fields import Visibility
from postmortem_kb.zones import parse_zone


def _zone_name(value: str) -> str:
    parse_zone(value)
    return value


class Settings(BaseModel):
    """The options of the `postmortems` plugin, and where the project is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    root: Annotated[Path, Field(exclude=True)] = Path()
    docs_dir: Annotated[Path, Field(exclude=True)] = Path("docs")
    use_directory_urls: Annotated[bool, Field(exclude=True)] = True

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
    rows_per_page: int = Field(
        200,
        ge=10,
        description="A term page with more rows than this is split by year beneath itself.",
    )
    latest: int = Field(5, ge=0, description="How many postmortems the home page lists.")

    @property
    def records_dir(self) -> Path:
        """The absolute folder of the records."""
        return self.root / self.postmortems_dir

    @property
    def taxonomy_path(self) -> Path:
        """The site's taxonomy file, which need not exist unless the option names it."""
        return self.root / (self.taxonomy or f"{self.postmortems_dir}/taxonomy.yml")


_FROM_THE_SITE = ("root", "docs_dir", "use_directory_urls")
OPTION_NAMES = tuple(name for name in Settings.model_fields if name not in _FROM_THE_SITE)


def parse_settings(
    options: dict[str, Any], *, root: Path, docs_dir: Path, use_directory_urls: bool = True
) -> Settings:
    """Make settings of the plugin's options in `mkdocs.yml`, and of three facts of the site.

    Raises:
        ConfigurationError: with one line for each option that does not fit.
    """
    try:
        site = {"root": root, "docs_dir": docs_dir, "use_directory_urls": use_directory_urls}
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
    return f"plugin option {name!r}: found {detail['input']!r}; {detail['msg'].lower()}"
