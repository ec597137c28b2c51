"""What the documents say, as values: descriptions, meaning, systems, flows, the whole registry."""
