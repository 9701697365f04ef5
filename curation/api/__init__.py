"""REST of this room: published documents, and submissions on their way."""

from curation.api.candidates import CandidateView
from curation.api.files import RawFileView, SubmissionFilesView, SubmissionFileView
from curation.api.submissions import SubmissionView
from documents.api import PaperDocumentView

__all__ = [
    "CandidateView",
    "PaperDocumentView",
    "RawFileView",
    "SubmissionFileView",
    "SubmissionFilesView",
    "SubmissionView",
]
