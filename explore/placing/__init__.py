"""Place my value: where it ranks among those on record, and what it means in a cell."""
