"""Commands as a terminal shows them: a pseudo-terminal that somebody could sit at."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest


def run_on_terminal(
    arguments: Sequence[str],
    *,
    environment: Mapping[str, str],
    cwd: Path | None = None,
    columns: int | None = None,
) -> str:
    """What a terminal is given by our command; skips the test where the system has none."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    if columns is not None:
        pytest.importorskip("termios").tcsetwinsize(theirs, (24, columns))
    process = subprocess.Popen(
        [sys.executable, "-m", "postmortem_kb.cli", *arguments],
        cwd=cwd,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=dict(environment),
    )
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:  # Linux's way to say that nobody is at the other end
        pass
    finally:
        os.close(ours)
        process.wait()
    return shown.decode().replace("\r\n", "\n")
