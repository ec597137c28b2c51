"""The command line: one command per file, each of them load, call, report, exit status."""
