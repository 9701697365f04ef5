"""Django's PostgreSQL backend over the embedded server, which it starts on first use."""
