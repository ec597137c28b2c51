"""Git, through GitPython: blobs at a revision, the history of a path, commits. The only caller of git."""

from registry.source.git.repository import Commit, Repository, Step
from registry.source.git.revision import Revision
from registry.source.git.writing import commit, fetch, store_for

__all__ = ["Commit", "Repository", "Revision", "Step", "commit", "fetch", "store_for"]
