"""Pinned releases: a data package inside a research object, the same bytes each time."""

from exchange.releases.writing import Documents, write_release

__all__ = ["Documents", "write_release"]
