"""Celery tasks of the curation room."""

from __future__ import annotations

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from curation.actions.files import read_draft_file, sweep_files
from curation.actions.telling import mail_waiting
from curation.actions.uploads import read_upload, sweep_uploads
from curation.actions.worklist import look_up_waiting
from records.queueing import PATIENT

log = logging.getLogger(__name__)


@shared_task(name="curation.read_sheet", soft_time_limit=300, **PATIENT)
def read_sheet(number: int) -> None:
    """Read an uploaded workbook that is too long for its request."""
    read_upload(number=number)


@shared_task(name="curation.sweep", **PATIENT)
def sweep_sheets() -> int:
    """Heal what a lost message or a killed worker left behind; forget what is old."""
    healed = sweep_uploads(tell=enqueue_sheet) + sweep_files(tell=enqueue_file)
    return healed + mail_waiting()


def enqueue_sheet(number: int) -> None:
    """Ask a worker; where none can be asked, the sweep does."""
    try:
        read_sheet.apply_async(args=[number], queue="edits")
    except (OperationalError, OSError):
        log.exception("broker unreachable: upload %s waits for a sweep", number)


@shared_task(name="curation.read_file", soft_time_limit=420, **PATIENT)
def read_cycler_file(number: int) -> None:
    """Read a cycler's file that is too large for its request."""
    read_draft_file(number=number)


def enqueue_file(number: int) -> None:
    """Ask a worker for bulk work: a file of minutes must not delay edits. The sweep asks again."""
    try:
        read_cycler_file.apply_async(args=[number], queue="bulk")
    except (OperationalError, OSError):
        log.exception("broker unreachable: file %s waits for a sweep", number)


@shared_task(name="curation.look_up_listed", soft_time_limit=180, **PATIENT)
def look_up_listed() -> int:
    """Ask Crossref for the papers of the worklist that wait."""
    return look_up_waiting()


def enqueue_look_ups() -> None:
    """Ask a worker for bulk work; where none can be asked, the sweep does."""
    try:
        look_up_listed.apply_async(queue="bulk")
    except (OperationalError, OSError):
        log.exception("broker unreachable: the worklist waits for a sweep")
