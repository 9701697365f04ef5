"""The reads of this room by name."""
