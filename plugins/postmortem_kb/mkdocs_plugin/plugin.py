"""The plugin: each hook hands over to the core or to `files`; nothing is kept between builds."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files

from postmortem_kb import Level, Settings, load, render
from postmortem_kb.mkdocs_plugin.config import PostmortemsConfig, given_options
from postmortem_kb.mkdocs_plugin.files import add_pages, remove_raw_records
from postmortem_kb.pages.paths import SCRIPT, STYLE
from postmortem_kb.project import read_today
from postmortem_kb.settings import parse_settings

log = get_plugin_logger("postmortems")

MARKDOWN_EXTENSIONS = ("attr_list", "md_in_html", "tables")
"""What the pages' Markdown needs."""


class PostmortemsPlugin(BasePlugin[PostmortemsConfig]):  # type: ignore[valid-type]
    """Publishes the postmortems of a folder with indexes by cause, service, duration and more."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Watch the records, and make sure of what the pages need."""
        settings = self._settings(config)
        for path in (settings.records_dir, settings.taxonomy_path):
            is_covered = any(path.is_relative_to(watched) for watched in config.watch)
            if path.exists() and not is_covered:
                config.watch.append(str(path))
        config.markdown_extensions += [
            name for name in MARKDOWN_EXTENSIONS if name not in config.markdown_extensions
        ]
        if STYLE not in config.extra_css:
            config.extra_css.append(STYLE)
        if SCRIPT not in [str(script) for script in config.extra_javascript]:
            config.extra_javascript.append(SCRIPT)
        return config

    # Before plugins that look at the pages there are, such as those that make navigations.
    @event_priority(50)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Load the records, say what is wrong with them, and add the pages."""
        settings = self._settings(config)
        knowledge_base = load(settings, today=read_today())
        for problem in knowledge_base.problems:
            (log.info if problem.level is Level.ADVICE else log.warning)(str(problem))
        remove_raw_records(files, settings)
        add_pages(render(knowledge_base), files, config, settings)
        return files

    def _settings(self, config: MkDocsConfig) -> Settings:
        config_file = config.config_file_path
        root = Path(config_file).parent if config_file else Path.cwd()
        return parse_settings(
            given_options(self.config),
            root=root.absolute(),
            docs_dir=Path(config.docs_dir),
            use_directory_urls=config.use_directory_urls,
        )
