"""Files of battery cyclers: read, counted, kept."""
