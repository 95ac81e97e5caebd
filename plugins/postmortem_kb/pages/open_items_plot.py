"""The plot of open action items by age. The age is counted in the reader's browser."""

from collections import Counter

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.charts.markup import tag
from postmortem_kb.escape import Markdown
from postmortem_kb.metrics import UNKNOWN
from postmortem_kb.pages import words
from postmortem_kb.pages.action_items import ACTION_ITEMS
from postmortem_kb.pages.plot_links import PlotLinks
from postmortem_kb.pages.plots import Plot, Table


def plot_open_items(catalogue: Catalogue, links: PlotLinks) -> Plot:
    """Open action items by age, which the reader's browser counts from the incident's day; without
    a script by the year of the incident."""
    days: Counter[str] = Counter()
    records = 0
    for postmortem in catalogue.postmortems:
        number = sum(item.is_open for item in postmortem.action_items)
        records += bool(number)
        if number:
            days[postmortem.incident.day or ""] += number
    years: Counter[str] = Counter()
    for day, number in days.items():
        years[day[:4] or UNKNOWN] += number
    title, anchor = "Open action items by age", "open-action-items"
    if not days:
        return Plot(title, anchor, "No action item is open.", Markdown(""))
    data = ",".join(f"{day}:{number}" for day, number in sorted(days.items()))
    box = {
        "class": "pm-ages",
        "data-scripts": "trends",
        "data-site-root": Markdown(links.site_root),
        "data-days": Markdown(data),
        "data-url": Markdown(links.page(ACTION_ITEMS)),
    }
    told = "Their age is counted by a script, from the day of the incident to your day today."
    picture = tag("div", box, tag("p", {"class": "pm-note"}, told))
    caption = f"{words.sentence(words.count(days.total(), 'open item'))} in "
    caption += (
        f"{words.count(records, 'postmortem')}, of all kinds of record. An item is as old as "
    )
    caption += "the incident that it follows from."
    table = Table(
        ("Year of the incident", "Open items"),
        tuple((year, str(number)) for year, number in sorted(years.items())),
    )
    return Plot(title, anchor, caption, picture, table)
