"""What a group could read next, for programs: picks and series to JSON."""

import json
from collections.abc import Sequence

from postmortem_kb.reading_groups.picking.picking import Pick
from postmortem_kb.reading_groups.picking.series import Series


def render_pick_json(picks: Sequence[Pick], series: Sequence[Series]) -> str:
    """`version`, `suggestions` and `series`; records are named by their ids."""
    report = {
        "version": 1,
        "suggestions": [
            {
                "postmortems": [record.id for record in pick.postmortems],
                "minutes": pick.minutes,
                "reasons": list(pick.reasons),
            }
            for pick in picks
        ],
        "series": [
            {
                "kind": one.kind.value,
                "title": one.title,
                "reason": one.why,
                "postmortems": [record.id for record in one.postmortems],
                "total": one.total,
            }
            for one in series
        ],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"
