"""Floors: the same answers with nothing between the database and the reader but psycopg and orjson.

``normalised`` reads the tables that papers are published into; ``flat`` the read rows.
"""
