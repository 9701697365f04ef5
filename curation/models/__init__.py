"""What is kept of curation: drafts and their review, uploads, problem reports."""

from curation.models.candidates import DraftCandidate, HeadMemory
from curation.models.files import DraftFile, FileState
from curation.models.notices import About, Notice
from curation.models.observers import ObserverLink
from curation.models.reports import ProblemReport, ReportState
from curation.models.review import FlagAnswer, Mark, Remark, SectionMark
from curation.models.saved import Part, SavedPart
from curation.models.submissions import SaveKind, Submission, SubmissionRevision
from curation.models.uploads import SheetUpload, UploadState
from curation.models.worklist import ListedPaper, LookUp

__all__ = [
    "About",
    "DraftCandidate",
    "DraftFile",
    "FileState",
    "FlagAnswer",
    "HeadMemory",
    "ListedPaper",
    "LookUp",
    "Mark",
    "Notice",
    "ObserverLink",
    "Part",
    "ProblemReport",
    "Remark",
    "ReportState",
    "SaveKind",
    "SavedPart",
    "SectionMark",
    "SheetUpload",
    "Submission",
    "SubmissionRevision",
    "UploadState",
]
