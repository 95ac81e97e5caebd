"""How many documents `postmortem import` takes in a second.

`make bench-import` prints it for 200 generated documents; `python bench_import.py COUNT` for
others. The command runs as a user runs it, in a process and a folder of its own.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from make_documents import write_documents

_COMMAND = (sys.executable, "-m", "postmortem_kb.cli", "import", "--format", "json")


def measure(folder: Path, *arguments: str) -> tuple[float, str]:
    """Seconds by the wall clock, and what the command printed; it may fail for some documents."""
    begin = time.perf_counter()
    done = subprocess.run(
        [*_COMMAND, *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    seconds = time.perf_counter() - begin
    if not done.stdout:
        sys.exit(f"the import ended with {done.returncode} and printed nothing:\n{done.stderr}")
    return seconds, done.stdout


def main(count: int) -> None:
    """Generate, import, print."""
    show = sys.stdout.write
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_documents(folder / "one", 1)
        write_documents(folder / "in", count)
        size = sum(path.stat().st_size for path in (folder / "in").iterdir()) / count
        start, _ = measure(folder, "--dry-run", "one")
        show(f"{count:,} documents of {size:,.0f} bytes (of that, one alone: {start:.2f} s)\n")
        for way, options in (("found out", ("--dry-run",)), ("imported", ())):
            seconds, answer = measure(folder, *options, "in")
            verdicts = [document["verdict"] for document in json.loads(answer)["documents"]]
            known = verdicts.count("postmortem")
            show(f"  {way:9} {seconds:7.2f} s {count / seconds:7.1f} a second, {known} known\n")
        show(f"  written   {len(list((folder / 'postmortems').glob('*.md'))):7} files\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
