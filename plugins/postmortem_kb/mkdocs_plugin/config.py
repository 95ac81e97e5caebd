"""The plugin's options for MkDocs, made from the core's `Settings`."""

from typing import Any

from mkdocs.config.base import BaseConfigOption, Config, ValidationError

from postmortem_kb.errors import ConfigurationError
from postmortem_kb.settings import OPTION_NAMES, validate_option


class _Option(BaseConfigOption[Any]):
    """An option that the core validates."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def run_validation(self, value: Any) -> Any:
        if value is None:
            return None
        try:
            validate_option(self._name, value)
        except ConfigurationError as error:
            raise ValidationError(str(error)) from None
        return value


PostmortemsConfig: type[Config] = type(
    "PostmortemsConfig", (Config,), {name: _Option(name) for name in OPTION_NAMES}
)


def given_options(config: Config) -> dict[str, Any]:
    """The options that the user set."""
    return {name: config[name] for name in OPTION_NAMES if config[name] is not None}
