"""What programs read of a site: the head of each page, catalogues, plain text, the registry as JSON."""
