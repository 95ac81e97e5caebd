"""Where the project is: finds `mkdocs.yml` and reads the plugin's options, without MkDocs."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
import yaml_env_tag

from postmortem_kb.errors import ConfigurationError
from postmortem_kb.settings import Settings, parse_settings

CONFIG_FILES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml")
PLUGIN_NAME = "postmortems"


class _TolerantLoader(yaml.SafeLoader):
    """Reads `!ENV`, and leaves out what only the site generator understands (`!!python/name:…`)."""


def _construct_nothing(loader: _TolerantLoader, suffix: str, node: yaml.Node) -> None:
    return None


yaml_env_tag.add_env_tag(_TolerantLoader)
_TolerantLoader.add_multi_constructor("", _construct_nothing)


def read_today() -> date:
    """The day of whoever runs a command, by the machine's clock."""
    return datetime.now().astimezone().date()


def find_config_file(start: Path) -> Path | None:
    """The configuration in a folder, or in the closest one above that has one."""
    for folder in (start, *start.parents):
        for name in CONFIG_FILES:
            if (folder / name).is_file():
                return folder / name
    return None


def load_settings(config_file: Path | None, start: Path) -> Settings:
    """The settings of the project that `start` is in, or of the given configuration file.

    Without any configuration file the defaults hold, with `start` as the project's root.

    Raises:
        ConfigurationError: the file cannot be read, or its options do not fit.
    """
    path = config_file.absolute() if config_file else find_config_file(start)
    if path is None:
        return parse_settings({}, root=start, docs_dir=start / "docs")
    config = _read_config(path, ())
    return parse_settings(
        _find_options(config, path),
        root=path.parent,
        docs_dir=path.parent / str(config.get("docs_dir") or "docs"),
        use_directory_urls=config.get("use_directory_urls") is not False,
        site_url=str(config.get("site_url") or ""),
    )


def _read_config(path: Path, seen: tuple[Path, ...]) -> dict[str, Any]:
    """Read a configuration with what it inherits (`INHERIT: other.yml`) below it."""
    if path in seen:
        raise ConfigurationError(f"{path}: INHERIT leads back to the same file")
    try:
        config = yaml.load(path.read_bytes(), _TolerantLoader)
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror}") from None
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        reason = getattr(error, "problem", None) or str(error)
        raise ConfigurationError(f"{path}{place}: is no readable YAML: {reason}") from None
    if not isinstance(config, dict):
        raise ConfigurationError(f"{path}: expected 'name: value' options")
    parent = config.pop("INHERIT", None)
    if parent is None:
        return config
    return _merge(_read_config(path.parent / str(parent), (*seen, path)), config)


def _merge(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        both = (merged.get(key), value)
        if isinstance(both[0], dict) and isinstance(both[1], dict):
            merged[key] = _merge(both[0], both[1])
        else:
            merged[key] = value
    return merged


def _find_options(config: dict[str, Any], path: Path) -> dict[str, Any]:
    plugins = config.get("plugins") or []
    entries = plugins.items() if isinstance(plugins, dict) else _entries(plugins)
    for name, options in entries:
        if name == PLUGIN_NAME:
            if options is not None and not isinstance(options, dict):
                raise ConfigurationError(f"{path}: expected options below {PLUGIN_NAME!r}")
            return {str(key): value for key, value in (options or {}).items()}
    return {}


def _entries(plugins: Any) -> list[tuple[Any, Any]]:
    if not isinstance(plugins, list):
        return []
    found: list[tuple[Any, Any]] = []
    for plugin in plugins:
        if isinstance(plugin, dict):
            found += plugin.items()
        else:
            found.append((plugin, None))
    return found
