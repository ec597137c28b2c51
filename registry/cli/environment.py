"""What the machine refuses - a file, a folder, the disk - in words: which path, why, and what to do."""

from __future__ import annotations

import errno
import os
from pathlib import Path

REMEDIES = {
    errno.EACCES: "check who may read and write there, or work in a directory of your own",
    errno.EPERM: "check who may read and write there, or work in a directory of your own",
    errno.EROFS: "work in a directory that can be written",
    errno.ENOSPC: "make room on the disk",
    errno.EDQUOT: "make room: your share of the disk is used up",
    errno.ENAMETOOLONG: "choose a shorter name",
    errno.EISDIR: "a folder is where a file belongs: move it away",
    errno.ENOTDIR: "a file is where a folder belongs: move it away",
    errno.EEXIST: "a file is where a folder belongs: move it away",
    errno.ENOENT: "it was there a moment ago, or its folder is missing: run the command again",
    errno.EIO: "the disk may be failing",
    errno.EMFILE: "raise the number of open files (ulimit -n)",
    errno.ENFILE: "close other programs, which hold too many files open",
}


def refused(error: OSError) -> str | None:
    """Return ``path: reason; remedy``, None where neither path nor reason is known: that is no refusal."""
    if error.filename is None and error.errno not in REMEDIES:
        return None
    code = error.errno or 0
    path = None if error.filename is None else culprit(Path(os.fsdecode(error.filename)), code)
    reason = (error.strerror or type(error).__name__).lower()
    remedy = REMEDIES.get(code, "check the path and the permissions")
    return f"{f'{shown(path)}: ' if path else ''}{reason}; {remedy}"


def culprit(path: Path, code: int) -> Path:
    """Return the file that is where a folder belongs: the path itself, or one of those that lead to it."""
    if code not in (errno.ENOTDIR, errno.EEXIST):
        return path
    return next((each for each in (path, *path.parents) if each.is_file()), path)


def shown(path: Path) -> str:
    """Return a path as the reader knows it: from where they stand, if it lies there."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) and path != here else str(path)
