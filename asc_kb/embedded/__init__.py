"""The embedded stack: PostgreSQL, a broker of local files, and the supervisor behind ``up``.

Everything it writes lies under ``ASC_DATA_DIR``; two checkouts never share anything.
"""
