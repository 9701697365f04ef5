"""What is kept of curation: drafts and their review, uploads, problem reports."""

from curation.models.candidates import DraftCandidate, HeadMemory
from curation.models.files import DraftFile, FileState
from curation.models.observers import ObserverLink
from curation.models.reports import ProblemReport, ReportState
from curation.models.review import FlagAnswer, Mark, Remark, SectionMark
from curation.models.submissions import SaveKind, Submission, SubmissionRevision
from curation.models.uploads import SheetUpload, UploadState

__all__ = [
    "DraftCandidate",
    "DraftFile",
    "FileState",
    "FlagAnswer",
    "HeadMemory",
    "Mark",
    "ObserverLink",
    "ProblemReport",
    "Remark",
    "ReportState",
    "SaveKind",
    "SectionMark",
    "SheetUpload",
    "Submission",
    "SubmissionRevision",
    "UploadState",
]
