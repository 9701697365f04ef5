"""REST of this room: published documents, and submissions on their way."""

from curation.api.documents import PaperDocumentView
from curation.api.submissions import SubmissionView

__all__ = ["PaperDocumentView", "SubmissionView"]
