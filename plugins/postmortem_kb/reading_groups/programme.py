"""All sessions of the site in order: by group, and by the record that they read.

Made of the loaded sessions; calendars and pages are made from it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from postmortem_kb.reading_groups.session import Session


@dataclass(frozen=True, slots=True)
class Group:
    """One reading group with its sessions, earliest first; `name` as its latest one writes it."""

    key: str
    name: str
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """Every session of this edition, earliest first. Groups are ordered by their names."""

    sessions: tuple[Session, ...] = ()
    groups: tuple[Group, ...] = ()
    by_record: Mapping[str, tuple[Session, ...]] = field(default_factory=dict)
    positions: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """By id: where the group of a session stands in `groups`, and the session in the group."""

    @property
    def planned(self) -> tuple[Session, ...]:
        """Sessions without minutes, earliest first: to come, or over and not written down yet.

        Which of the two only a reader's clock can tell.
        """
        return tuple(one for one in self.sessions if not one.body.has_minutes)

    @property
    def held(self) -> tuple[Session, ...]:
        """Sessions with minutes, latest first."""
        return tuple(one for one in reversed(self.sessions) if one.body.has_minutes)

    def find_readings(self, postmortem_id: str) -> tuple[Session, ...]:
        """The sessions that read a record, earliest first."""
        return self.by_record.get(postmortem_id, ())

    def group_of(self, session: Session) -> Group:
        """The group that a session of this programme belongs to."""
        return self.groups[self.positions[session.id][0]]

    def neighbours(self, session: Session) -> tuple[Session | None, Session | None]:
        """The group's sessions just before and just after one."""
        number, position = self.positions[session.id]
        sessions = self.groups[number].sessions
        after = next(iter(sessions[position + 1 : position + 2]), None)
        return (sessions[position - 1] if position else None), after


def build_programme(sessions: Iterable[Session]) -> Programme:
    """Put sessions in order. Their ids must differ."""
    ordered = tuple(sorted(sessions, key=lambda one: (one.instant, one.id)))
    by_group: dict[str, list[Session]] = defaultdict(list)
    by_record: dict[str, list[Session]] = defaultdict(list)
    for session in ordered:
        by_group[session.group_key].append(session)
        for postmortem_id in session.postmortem_ids:
            by_record[postmortem_id].append(session)
    groups = sorted(
        (Group(key, own[-1].fields.group, tuple(own)) for key, own in by_group.items()),
        key=lambda group: (group.name.casefold(), group.key),
    )
    return Programme(
        sessions=ordered,
        groups=tuple(groups),
        by_record={postmortem_id: tuple(own) for postmortem_id, own in by_record.items()},
        positions={
            session.id: (number, position)
            for number, group in enumerate(groups)
            for position, session in enumerate(group.sessions)
        },
    )


NO_SESSIONS = build_programme(())
