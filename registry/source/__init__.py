"""Bytes in: files of the working tree or of a Git revision, as plain data that knows its places."""
