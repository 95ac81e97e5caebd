"""The plugin: each hook hands over to the core or to `files`; nothing is kept between builds."""

from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from postmortem_kb import Level, Settings, load, render
from postmortem_kb.mkdocs_plugin import site_search
from postmortem_kb.mkdocs_plugin.config import PostmortemsConfig, given_options
from postmortem_kb.mkdocs_plugin.excluded_pages import keep_out_of_search
from postmortem_kb.mkdocs_plugin.files import add_pages, remove_raw_records
from postmortem_kb.mkdocs_plugin.marked_pages import MarkedPages
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
        if site_search.wants_search_box(config, settings.search):
            config.extra_css.append(site_search.STYLE)
            config.extra_javascript.append(site_search.SCRIPT)
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
        pages = render(knowledge_base)
        add_pages(pages, files, config, settings)
        self._marked = MarkedPages(knowledge_base, pages)
        self._search = (
            site_search.SiteSearch(pages)
            if site_search.wants_search_box(config, settings.search)
            else None
        )
        keep_out_of_search(config)
        return files

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Make what the markers of a page ask for."""
        return self._marked.fill(markdown, page)

    # After plugins that change the content of pages.
    @event_priority(-50)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Note what the search is to find."""
        if self._search is not None:
            self._search.note(html, page)
        return html

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Put the search into the header."""
        if self._search is not None:
            site_search.add_search_box(env, files)
        return env

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write what the search needs to know of the pages."""
        if self._search is not None:
            self._search.write(Path(config.site_dir))

    def _settings(self, config: MkDocsConfig) -> Settings:
        config_file = config.config_file_path
        root = Path(config_file).parent if config_file else Path.cwd()
        return parse_settings(
            given_options(self.config),
            root=root.absolute(),
            docs_dir=Path(config.docs_dir),
            use_directory_urls=config.use_directory_urls,
            site_url=config.site_url or "",
        )
