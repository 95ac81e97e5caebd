"""Fills in the markers of the pages of one build, whoever wrote the pages."""

from collections.abc import Iterable

from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.pages import Page as SitePage

from postmortem_kb import KnowledgeBase, Page, PageKind
from postmortem_kb.pages.embeds import Embeds

log = get_plugin_logger("postmortems")


class MarkedPages:
    """Made anew for each build: nothing of the one before is left in it."""

    def __init__(self, knowledge_base: KnowledgeBase, pages: Iterable[Page]) -> None:
        self._embeds = Embeds(
            knowledge_base.postmortems, knowledge_base.taxonomy, knowledge_base.settings
        )
        self._with_own_list = {page.path for page in pages if page.kind is PageKind.INDEX}

    def fill(self, markdown: str, page: SitePage) -> str:
        """A page's Markdown with its markers replaced.

        What is wrong with those of the documentation and the records has been told by then; of
        pages that other plugins made nobody has looked at the markers.
        """
        path = page.file.src_uri
        filled, findings = self._embeds.fill(
            markdown, path, has_own_list=path in self._with_own_list
        )
        if page.file.generated_by not in (None, "postmortems"):
            for finding in findings:
                log.warning("%s: %s; %s", path, finding.message, finding.hint)
        return filled
