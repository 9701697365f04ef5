"""Whole selections as tables: CSV, XLSX, Parquet and JSON Lines, streamed at constant memory."""

from exchange.exports.offering import with_exports

__all__ = ["with_exports"]
