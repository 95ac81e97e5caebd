"""`python -m postmortem_kb.cli` is the command `postmortem`."""

from postmortem_kb.cli.main import main

main(prog_name="postmortem")
