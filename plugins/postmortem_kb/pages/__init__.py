"""Values to pages: catalogue and indexes in, Markdown and data files out."""

from postmortem_kb.pages.site import render_pages

__all__ = ["render_pages"]
