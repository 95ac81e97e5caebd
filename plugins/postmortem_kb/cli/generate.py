"""`postmortem generate`: the site's source as files, for generators that run no MkDocs plugin."""

from collections.abc import Callable
from pathlib import Path

import click

from postmortem_kb import Level, Settings, load, render
from postmortem_kb.pages.embeds import Embeds
from postmortem_kb.site_source import write_site_source


@click.command()
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to: an empty one, or one that this command wrote before.",
)
@click.option(
    "--use-directory-urls/--no-use-directory-urls",
    default=None,
    help="Whether the generator puts pages at 'page/' or 'page.html'; default: as configured.",
)
@click.pass_obj
def generate(settings: Callable[[], Settings], out: Path, use_directory_urls: bool | None) -> None:
    """Write the documentation and all generated pages to a folder, as Markdown.

    Zensical and other generators build it: enable the Markdown extensions attr_list, md_in_html
    and tables, and add assets/postmortems/postmortems.css and .js to the pages.
    """
    site = settings()
    if use_directory_urls is not None:
        site = site.model_copy(update={"use_directory_urls": use_directory_urls})
    knowledge_base = load(site)
    for problem in knowledge_base.problems:
        if problem.level is not Level.ADVICE:
            click.echo(str(problem), err=True)
    embeds = Embeds(knowledge_base.postmortems, knowledge_base.taxonomy, site)
    written = write_site_source(render(knowledge_base), site, out, embeds)
    for path in written.stale:
        click.echo(f"{out / path}: belongs to no page now, kept because it was changed", err=True)
    published = len(knowledge_base.postmortems)
    click.echo(f"wrote {written.files} files with {published} postmortems to {out}")
