"""What checking costs, as a multiple of what reading the same files and their YAML costs.

`make bench` prints it for 10,000 generated records; `python bench_check.py COUNT` for others. All
figures are ratios of processor time in one run: they say the same on a slow and on a fast machine.
"""

import gc
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from pathlib import Path

import frontmatter
import yaml
from make_records import TAXONOMY, write_records

from postmortem_kb import Settings, load
from postmortem_kb.fields import FrontMatter
from postmortem_kb.front_matter import read_yaml, split_document
from postmortem_kb.incidents import IncidentBuilder
from postmortem_kb.knowledge_base import load_taxonomy
from postmortem_kb.model import Body, Postmortem
from postmortem_kb.parser import ParserOptions, parse_record
from postmortem_kb.reader import find_records, read_source
from postmortem_kb.rules.declaration import RuleContext
from postmortem_kb.rules.registry import RECORD_RULES
from postmortem_kb.spelling import find_bent_values, find_loose_timestamps
from postmortem_kb.validation import read_fields
from postmortem_kb.zones import UNKNOWN_ZONE

TODAY = date(2030, 1, 1)
PARTS = 20
MEASURED = [rule for rule in RECORD_RULES if rule.code.startswith(("PM1", "PM2"))]
SHOWN = 10


def parse_plainly(path: Path) -> None:
    """The least that any tool has to do: read the file, and its front matter with libyaml."""
    text = path.read_bytes().decode("utf-8")
    yaml.load(text.split("\n---\n", 1)[0], yaml.CSafeLoader)


def check_front_matter(path: Path, settings: Settings, options: ParserOptions) -> None:
    """The rules about front matter and stated times, as `parse_record` applies them.

    What compares times with the timeline needs the Markdown of the body, and is not in this.
    """
    source, found = read_source(path, settings.root)
    document = split_document(source.text)
    located = document.front_matter
    fields, misfits, _ = read_fields(FrontMatter, located.data, located, {"title": path.stem})
    found += misfits
    found += find_bent_values(located, [finding for _, finding in found])
    zone = fields.timezone or UNKNOWN_ZONE
    found += find_loose_timestamps(fields, located)
    incident, incidents = IncidentBuilder(
        path.stem, fields, zone, options.taxonomy, located
    ).build()
    postmortem = Postmortem(
        id=path.stem,
        source=source,
        fields=fields,
        zone=zone,
        has_zone=True,
        incident=incident,
        incidents=incidents,
        summary=fields.summary,
        body=Body(document.body, document.body_line),
        action_items=(),
        places=located.places,
    )
    for rule in MEASURED:
        assert rule.check is not None
        for finding in rule.check(postmortem, options.context):
            found.append((rule, finding))


def measure(work: Callable[[], object]) -> float:
    """Seconds of the processor."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def apply(way: Callable[[Path], object], paths: Iterable[Path]) -> None:
    """Do it with each of the files."""
    for path in paths:
        way(path)


def compare(paths: list[Path], settings: Settings, options: ParserOptions) -> dict[str, float]:
    """Seconds for each way, taken in turns so that what else the machine does hits all alike."""
    seconds: Counter[str] = Counter()
    ways: dict[str, Callable[[Path], object]] = {
        "plain": parse_plainly,
        "python-frontmatter": frontmatter.load,
        "front matter and time": lambda path: check_front_matter(path, settings, options),
        "whole record": lambda path: parse_record(read_source(path, settings.root)[0], options),
    }
    for part in range(PARTS):
        for name, way in ways.items():
            seconds[name] += measure(partial(apply, way, paths[part::PARTS]))
    return dict(seconds)


def measure_rules(
    paths: Iterable[Path], settings: Settings, options: ParserOptions
) -> Counter[str]:
    """Seconds that each rule takes by itself."""
    seconds: Counter[str] = Counter()
    for path in paths:
        postmortem = parse_record(read_source(path, settings.root)[0], options).postmortem
        if postmortem is None:
            continue
        for rule in RECORD_RULES:
            check = rule.check
            assert check is not None
            begin = time.perf_counter()
            for _ in check(postmortem, options.context):
                pass
            seconds[f"{rule.code} {rule.name}"] += time.perf_counter() - begin
    return seconds


def main(count: int) -> None:
    """Generate, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_records(root / "postmortems", count)
        settings = Settings(root=root, docs_dir=root / "docs")
        assert not read_yaml(TAXONOMY).findings
        options = ParserOptions(load_taxonomy(settings), context=RuleContext(TODAY))
        paths = find_records(settings.records_dir)
        size = sum(path.stat().st_size for path in paths) / len(paths)
        for path in paths[:50]:
            parse_plainly(path)
            check_front_matter(path, settings, options)
        gc.freeze()
        seconds = compare(paths, settings, options)
        seconds["whole corpus"] = measure(lambda: load(settings, today=TODAY))
        rules = measure_rules(paths[::10], settings, options)
    plain = seconds["plain"]
    show = sys.stdout.write
    show(f"{count:,} records of {size:,.0f} bytes, read and their YAML parsed: {plain:.2f} s = 1\n")
    for name in ("python-frontmatter", "front matter and time", "whole record", "whole corpus"):
        show(f"  {name:24} {seconds[name]:7.2f} s {seconds[name] / plain:6.2f}\n")
    show(f"the costliest rules of {len(rules)}, each by itself:\n")
    for name, cost in rules.most_common(SHOWN):
        show(f"  {name:36} {cost * 10:7.2f} s {cost * 10 / plain:6.2f}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
