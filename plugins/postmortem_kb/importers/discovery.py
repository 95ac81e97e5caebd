"""Which files of the named files and folders are documents to import."""

from collections.abc import Iterable
from pathlib import Path

_MACHINERY = frozenset("package.json package-lock.json composer.json tsconfig.json".split())
_SKIPPED_FOLDERS = frozenset("node_modules __pycache__ venv site-packages".split())
# What lies beside documents. Anything else is looked into, whatever it is called.
_ATTACHMENTS = frozenset(
    ".png .jpg .jpeg .gif .svg .webp .bmp .ico .tif .tiff .heic .avif .drawio .puml .mmd "
    ".pdf .doc .xls .xlsx .ppt .pptx .odt .csv .tsv .zip .gz .tgz .bz2 .xz .7z .tar "
    ".mp3 .mp4 .mov .avi .mkv .webm .wav .css .js .ts .mjs .map .woff .woff2 .ttf .eot "
    ".py .rb .go .rs .java .c .h .cpp .sh .bash .ps1 .sql .pyc .so .dll .exe .o .lock "
    ".yml .yaml .toml .ini .cfg .conf .xml .log .pp .ipynb".split()
)


def find_sources(paths: Iterable[Path]) -> list[Path]:
    """The files to import, each once: those given by name, and those below the given folders.

    What a folder holds comes in sorted order. Hidden files, attachments and code are left alone
    there; a file given by name is taken whatever it is, even where there is none.
    """
    found: dict[Path, None] = {}
    for path in paths:
        for each in _walk(path) if path.is_dir() else [path]:
            found.setdefault(each)
    return list(found)


def _walk(folder: Path) -> Iterable[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        # Named, so that reading it says why it cannot be looked into.
        yield folder
        return
    for entry in entries:
        name = entry.name.lower()
        if name.startswith("."):
            continue
        if entry.is_dir():
            if not entry.is_symlink() and name not in _SKIPPED_FOLDERS:
                yield from _walk(entry)
        # Word's lock files begin with `~$`.
        elif (
            entry.suffix.lower() not in _ATTACHMENTS
            and name not in _MACHINERY
            and not name.startswith("~$")
        ):
            yield entry
