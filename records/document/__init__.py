"""What the parts of a paper document, each in the room of its kind, are made of."""
