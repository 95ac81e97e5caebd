"""What a group could read next, each with its reasons in words: history and catalogue to picks.

Each pick counts as read for the ones after it: a list is not five times the same cause.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from postmortem_kb.catalogue import Catalogue
from postmortem_kb.model import Postmortem
from postmortem_kb.reading_groups.fields import Format
from postmortem_kb.reading_groups.packets.time_boxes import least_minutes
from postmortem_kb.reading_groups.picking.anniversaries import find_anniversary
from postmortem_kb.reading_groups.picking.history import History, find_history
from postmortem_kb.reading_groups.picking.novelty import Covered, tell_news
from postmortem_kb.reading_groups.picking.recurrences import find_earlier
from postmortem_kb.reading_groups.picking.subjects import find_causes, find_services
from postmortem_kb.reading_groups.picking.teaching import Assessment, rank_by_teaching
from postmortem_kb.reading_groups.session import Session

DEFAULT_LIMIT = 5
MOST_PICKS = 50
"""A longer list is no choice: `postmortem list` has them all."""
# Added to a record's value for teaching, as what is new in it is: see `novelty`.
_RECURRENCE = 1.5
_ANNIVERSARY = 1.0
# Of so many records is one chosen: the best ones, and the best ones of each cause and service.
_BEST = 60
_BEST_OF_TERM = 3
# A draw is among the best ones whose score is at least half of the best.
_DRAWN_FROM = 20
_POINTS_TOLD = 4


@dataclass(frozen=True, slots=True)
class Pick:
    """A suggestion. `reasons` are plain text, to be escaped wherever they land; `minutes` is how
    long a discussion of it has to be at the least, reading in silence included."""

    postmortems: tuple[Postmortem, ...]
    reasons: tuple[str, ...]
    minutes: int


def pick(
    catalogue: Catalogue,
    sessions: Iterable[Session],
    *,
    group: str | None,
    minutes: int | None,
    today: date | None,
    seed: int | None,
    limit: int = DEFAULT_LIMIT,
) -> tuple[Pick, ...]:
    """At most `limit` records for the group of that name, the best one first.

    What the group has not read comes first, then drafts, then what it read longest ago; what it
    is going to read is left out. `minutes` leaves out what needs a longer session. `today` tells
    held sessions and anniversaries. With a `seed` the ones not read yet are drawn, the better
    the likelier, and the same seed draws the same; without one the best are taken.
    """
    history = find_history(sessions, group, today=today)
    ranked = rank_by_teaching(catalogue)
    return pick_for(
        history, ranked, catalogue, minutes=minutes, today=today, seed=seed, limit=limit
    )


def pick_for(
    history: History,
    ranked: Sequence[Assessment],
    catalogue: Catalogue,
    *,
    minutes: int | None = None,
    today: date | None = None,
    seed: int | None = None,
    limit: int = DEFAULT_LIMIT,
) -> tuple[Pick, ...]:
    """Like `pick`, for a history that is known; `ranked` comes from `rank_by_teaching`."""
    picker = _Picker(history, catalogue, minutes, today)
    random = Random(seed) if seed is not None else None
    picks = [*picker.pick_unread(ranked, limit, random)]
    picks += picker.pick_read(ranked, limit - len(picks))
    return tuple(picks)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A record that fits. `worth` is what it gets for reasons that no other pick changes."""

    assessment: Assessment
    worth: float
    reasons: tuple[str, ...]

    @property
    def postmortem(self) -> Postmortem:
        return self.assessment.postmortem


class _Picker:
    """Picks for one group."""

    def __init__(
        self, history: History, catalogue: Catalogue, minutes: int | None, today: date | None
    ) -> None:
        self._history = history
        self._catalogue = catalogue
        self._minutes = minutes
        self._today = today
        self._covered = Covered()
        self._came_back: dict[str, Postmortem] = {}
        for record_id in sorted({*history.read, *history.planned}):
            if (record := catalogue.find(record_id)) is None:
                continue
            self._covered.add(record)
            if record_id in history.read:
                for earlier in find_earlier(record, catalogue):
                    self._came_back.setdefault(earlier.id, record)

    def pick_unread(
        self, ranked: Sequence[Assessment], limit: int, random: Random | None
    ) -> Iterator[Pick]:
        """Records that the group has not read and is not going to, drafts after all others."""
        for are_drafts in (False, True):
            if limit <= 0:
                return
            candidates = self._shortlist(
                (one for one in ranked if one.postmortem.is_draft is are_drafts), limit
            )
            while candidates and limit > 0:
                chosen = self._choose(candidates, random)
                candidates.remove(chosen)
                limit -= 1
                yield self._make_pick(chosen, self._tell_unread(chosen))
                self._covered.add(chosen.postmortem)

    def pick_read(self, ranked: Sequence[Assessment], limit: int) -> Iterator[Pick]:
        """Records to read again, those read longest ago first."""
        days = {
            one.postmortem.id: day
            for one in ranked
            if (day := self._history.read.get(one.postmortem.id)) is not None
            and one.postmortem.id not in self._history.planned
        }
        again = sorted(
            (one for one in ranked if one.postmortem.id in days),
            key=lambda one: days[one.postmortem.id],
        )
        for candidate in self._fit(again):
            if limit <= 0:
                return
            limit -= 1
            day = days[candidate.postmortem.id]
            longest = ", the longest ago" if day == min(days.values()) else ""
            yield self._make_pick(candidate, [f"last read on {day.isoformat()}{longest}"])

    def _shortlist(self, ranked: Iterable[Assessment], limit: int) -> list[_Candidate]:
        """The best records, and the best ones of each cause and service: enough to choose from,
        however many there are."""
        unread = (
            one
            for one in ranked
            if one.postmortem.id not in self._history.read
            and one.postmortem.id not in self._history.planned
        )
        counts: dict[str, int] = {}
        found: list[_Candidate] = []
        for candidate in self._fit(unread):
            terms = (*find_causes(candidate.postmortem), *find_services(candidate.postmortem))
            is_best_of_term = any(counts.get(term, 0) < _BEST_OF_TERM for term in terms)
            if len(found) < max(_BEST, limit) or is_best_of_term or candidate.worth:
                found.append(candidate)
                for term in terms:
                    counts[term] = counts.get(term, 0) + 1
        return found

    def _fit(self, ranked: Iterable[Assessment]) -> Iterator[_Candidate]:
        for one in ranked:
            if (
                self._minutes is None
                or least_minutes(Format.DISCUSSION, (one.postmortem,)) <= self._minutes
            ):
                told = [*self._tell_of_record(one.postmortem)]
                worth = round(sum(worth for worth, _ in told), 6)
                yield _Candidate(one, worth, tuple(reason for _, reason in told))

    def _choose(self, candidates: list[_Candidate], random: Random | None) -> _Candidate:
        scores = {one.postmortem.id: self._score(one) for one in candidates}
        best_first = sorted(
            candidates, key=lambda one: (-scores[one.postmortem.id], one.postmortem.id)
        )
        if random is None:
            return best_first[0]
        least = scores[best_first[0].postmortem.id] / 2
        good = [one for one in best_first if scores[one.postmortem.id] >= least][:_DRAWN_FROM]
        # Nothing is worth nothing: records that say little have a chance too.
        weights = [scores[one.postmortem.id] + 0.1 for one in good]
        # `random()` is the one draw that Python promises to repeat in every version.
        left = random.random() * sum(weights)
        for one, weight in zip(good, weights, strict=True):
            left -= weight
            if left < 0:
                return one
        return good[-1]

    def _score(self, candidate: _Candidate) -> float:
        news = self._covered.find_news(candidate.postmortem)
        return round(candidate.assessment.value + candidate.worth + news.worth, 6)

    def _tell_unread(self, candidate: _Candidate) -> Iterator[str]:
        name = self._history.name
        if name is not None:
            yield f"not read by {name} yet"
        news = self._covered.find_news(candidate.postmortem)
        yield from tell_news(news, name, self._catalogue.taxonomy)

    def _tell_of_record(self, record: Postmortem) -> Iterator[tuple[float, str]]:
        """Reasons that do not depend on what else is picked, and what each is worth."""
        read = self._history.read
        for earlier in find_earlier(record, self._catalogue):
            if (day := read.get(earlier.id)) is not None:
                yield _RECURRENCE, f"a recurrence of “{earlier.title}”, read on {day.isoformat()}"
        if (later := self._came_back.get(record.id)) is not None:
            day = read[later.id]
            yield _RECURRENCE, f"it came back as “{later.title}”, read on {day.isoformat()}"
        if self._today is not None and (years := find_anniversary(record, self._today)):
            yield _ANNIVERSARY, f"{years}: it began on {record.incident.day}"

    def _make_pick(self, candidate: _Candidate, first: Iterable[str]) -> Pick:
        reasons = [*first, *candidate.reasons]
        minutes = least_minutes(Format.DISCUSSION, (candidate.postmortem,))
        if points := candidate.assessment.points[:_POINTS_TOLD]:
            reasons.append(f"to talk about: {', '.join(points)}")
        if self._minutes is not None:
            needed = f"a discussion needs at least {minutes}"
            reasons.append(f"fits {self._minutes} minutes: {needed}")
        if candidate.postmortem.is_draft:
            reasons.append("still a draft: what it says may change")
        return Pick((candidate.postmortem,), tuple(reasons), minutes)
