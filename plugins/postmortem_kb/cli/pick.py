"""`postmortem pick`: what a reading group could read next, and why."""

from collections.abc import Callable, Sequence
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from postmortem_kb import KnowledgeBase, Settings, load
from postmortem_kb.catalogue import Catalogue, build_catalogue
from postmortem_kb.cli.console import write_data, write_text
from postmortem_kb.cli.listing import tell_of_errors
from postmortem_kb.errors import PostmortemKbError
from postmortem_kb.project import load_settings, read_today
from postmortem_kb.reading_groups.fields import Format
from postmortem_kb.reading_groups.packets.time_boxes import least_minutes
from postmortem_kb.reading_groups.picking.history import History, find_history, find_similar_group
from postmortem_kb.reading_groups.picking.picking import DEFAULT_LIMIT, MOST_PICKS, pick_for
from postmortem_kb.reading_groups.picking.series import find_series
from postmortem_kb.reading_groups.picking.teaching import rank_by_teaching
from postmortem_kb.reports.excerpt import printable
from postmortem_kb.reports.pick_json import render_pick_json
from postmortem_kb.reports.pick_text import render_pick_text


def _complete_groups(
    context: click.Context, _: click.Parameter, begun: str
) -> list[CompletionItem]:
    read = context.obj or (lambda: load_settings(None, Path.cwd()))
    try:
        sessions = load(read()).sessions
    except PostmortemKbError:
        return []  # the command itself says what is wrong
    names = sorted({session.fields.group for session in sessions})
    return [CompletionItem(name) for name in names if name.casefold().startswith(begun.casefold())]


@click.command()
@click.option(
    "--group",
    metavar="NAME",
    shell_complete=_complete_groups,
    help="The reading group; default: one that has read nothing yet.",
)
@click.option(
    "--minutes",
    type=click.IntRange(min=1),
    metavar="N",
    help="Only what a session of that length has time for.",
)
@click.option(
    "--seed",
    type=int,
    metavar="N",
    help="Draw among the good ones, the better the likelier; the same number draws the same.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, MOST_PICKS),
    default=DEFAULT_LIMIT,
    show_default=True,
    metavar="N",
    help="How many to suggest.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to write them.",
)
@click.pass_obj
def pick(
    settings: Callable[[], Settings],
    /,
    group: str | None,
    minutes: int | None,
    seed: int | None,
    limit: int,
    output_format: str,
) -> None:
    """Suggest what a reading group could read next, each with its reasons.

    What the group has not read comes first; what a session of its is planned on is left out.
    The titles may tell how an incident ended: they are for whoever chooses.
    """
    today = read_today()
    knowledge_base = load(settings())
    tell_of_errors(knowledge_base)
    group = " ".join(group.split()) or None if group is not None else None
    _tell_of_group(group, knowledge_base)
    history = find_history(knowledge_base.sessions, group, today=today)
    catalogue = build_catalogue(knowledge_base.postmortems, knowledge_base.taxonomy)
    ranked = rank_by_teaching(catalogue)
    picks = pick_for(
        history, ranked, catalogue, minutes=minutes, today=today, seed=seed, limit=limit
    )
    # Where there is nothing to read now, series of several are no answer.
    series = find_series(catalogue, ranked) if picks else ()
    if not picks:
        _say(_explain_nothing(catalogue, history, minutes))
    if output_format == "json":
        write_data(render_pick_json(picks, series))
    else:
        write_text(render_pick_text(picks, series, history))


def _tell_of_group(group: str | None, knowledge_base: KnowledgeBase) -> None:
    """Say on standard error whose reading is looked at, where that may not be what was meant."""
    sessions = knowledge_base.sessions
    names = sorted({session.group_key: session.fields.group for session in sessions}.values())
    if group is None:
        if names:
            _say(f"as for a group that has read nothing; --group can be {_list_names(names)}")
    elif similar := find_similar_group(sessions, group):
        _say(f"{group!r} has no sessions yet: taken for a new group; did you mean {similar!r}?")


def _list_names(names: Sequence[str], most: int = 5) -> str:
    named = ", ".join(repr(name) for name in names[:most])
    return f"{named} or {len(names) - most} more" if len(names) > most else named


def _explain_nothing(catalogue: Catalogue, history: History, minutes: int | None) -> str:
    if not catalogue.postmortems:
        return "there are no postmortems yet"
    left = [one for one in catalogue.postmortems if one.id not in history.planned]
    if not left:
        return f"{history.name} has planned a session on every postmortem"
    shortest = min(least_minutes(Format.DISCUSSION, (one,)) for one in left)
    fit = f"{minutes} minute{'s' if minutes != 1 else ''}"
    return f"nothing fits {fit}: the shortest session takes {shortest}"


def _say(text: str) -> None:
    write_text(f"{printable(text)}\n", err=True)
