"""What tests of every room share: Celery, a live site, a browser."""
