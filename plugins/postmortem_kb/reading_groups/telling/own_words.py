"""A session's own title and questions, as far as whoever comes may see them: session to words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from postmortem_kb.model import Postmortem
from postmortem_kb.pages import words
from postmortem_kb.reading_groups.session import Session
from postmortem_kb.reading_groups.telling.spoilers import find_giveaways, find_outcome_words
from postmortem_kb.reading_groups.telling.telling_words import find_telling_words
from postmortem_kb.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What an announcement says in the group's own words: plain text.

    `withheld` is the number of questions that only come after the story.
    """

    title: str
    questions: tuple[str, ...]
    withheld: int

    @property
    def note(self) -> str:
        """A sentence on the questions that are not shown; empty where all are."""
        if not self.withheld:
            return ""
        number = words.count(self.withheld, "more question" if self.questions else "question")
        verb = "comes" if self.withheld == 1 else "come"
        return f"{words.sentence(number)} {verb} after the story."


def choose_words(
    session: Session, postmortems: Sequence[Postmortem], taxonomy: Taxonomy
) -> OwnWords:
    """The session's words as written, unless it hides how its records (`postmortems`) end.

    Then a question is withheld, and group and day stand for the title, where a word is one of a
    record's outcome or of its title, which is not told before either. Rather one too many than
    one too few.
    """
    questions = session.fields.questions
    if not session.hides_outcome:
        return OwnWords(session.title, tuple(questions), 0)
    hidden = frozenset().union(*(_find_hidden(one, taxonomy) for one in postmortems))
    told = tuple(_keep_safe(questions, hidden))
    is_safe = find_telling_words(session.title).isdisjoint(hidden)
    title = session.title if is_safe else name_session(session)
    return OwnWords(title, told, len(questions) - len(told))


def name_session(session: Session) -> str:
    """A session by its group and day: a name that tells nothing of what is read."""
    return f"{session.fields.group}, {words.day(session.day)}"


def _find_hidden(postmortem: Postmortem, taxonomy: Taxonomy) -> frozenset[str]:
    of_title = find_telling_words(postmortem.title) & find_giveaways(postmortem, taxonomy)
    return find_outcome_words(postmortem, taxonomy) | of_title


def _keep_safe(texts: Sequence[str], hidden: frozenset[str]) -> Iterator[str]:
    return (text for text in texts if find_telling_words(text).isdisjoint(hidden))
