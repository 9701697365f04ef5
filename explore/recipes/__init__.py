"""What can I deposit? The shelf of a reader against everything on record."""
