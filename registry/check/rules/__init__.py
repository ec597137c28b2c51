"""The rules, one module per subject; `CATALOGUE` is the table of contents."""
