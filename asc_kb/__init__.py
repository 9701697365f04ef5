"""Assembles the rooms of the knowledge base; holds no domain of its own."""

from asc_kb.celery import app as celery_app

__all__ = ["celery_app"]
