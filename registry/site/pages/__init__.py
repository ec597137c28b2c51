"""The pages, one module per kind: each turns the book into `Page` values and touches nothing else."""
