"""Several records side by side: what comparing prompts are made from."""

from collections.abc import Callable
from dataclasses import dataclass

from postmortem_kb.reading_groups.prompts.story import Story, find_day, name_record
from postmortem_kb.taxonomy import TermSet

FactOf = Callable[[Story], str | None]


@dataclass(frozen=True, slots=True)
class Stories:
    """Two records or more, in the order in which the session reads them."""

    stories: tuple[Story, ...]

    def name(self, story: Story) -> str:
        """A record in a few words: where it hurt and when, else its title."""
        names = [_name_briefly(each) for each in self.stories]
        name = _name_briefly(story)
        return name if name and names.count(name) == 1 else name_record(story.postmortem)

    def tell(self, fact_of: FactOf) -> str | None:
        """`<name>: <fact>; …` of the records that tell it, where there are two or more."""
        found = [
            f"{self.name(story)}: {fact}"
            for story in self.stories
            if (fact := fact_of(story)) is not None
        ]
        return "; ".join(found) if len(found) > 1 else None

    def differ(self, fact_of: FactOf) -> bool:
        """Whether those that tell it tell different things."""
        return len({fact_of(story) for story in self.stories} - {None}) > 1


def _name_briefly(story: Story) -> str | None:
    day = find_day(story.postmortem)
    services = story.incident.services
    return f"{story.label(TermSet.SERVICES, services[0])}, {day}" if services and day else None
