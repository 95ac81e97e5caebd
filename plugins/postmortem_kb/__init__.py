"""Git-based Markdown postmortems become a site that people learn from.

The public names of the core: everything that a front end (the command line, the MkDocs plugin)
needs. Nothing here imports MkDocs.
"""

from postmortem_kb.knowledge_base import KnowledgeBase, load, render
from postmortem_kb.model import Postmortem
from postmortem_kb.page import Page, PageKind
from postmortem_kb.problem import Level, Problem
from postmortem_kb.settings import Settings

__all__ = [
    "KnowledgeBase",
    "Level",
    "Page",
    "PageKind",
    "Postmortem",
    "Problem",
    "Settings",
    "load",
    "render",
]
