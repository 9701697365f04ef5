"""What is kept of curation: versions, drafts and their review, people, problem reports."""

from curation.models.people import Invitation, ObserverLink, Person, Role, Token
from curation.models.reports import ProblemReport, ReportState
from curation.models.review import FlagAnswer, Mark, Remark, SectionMark
from curation.models.submissions import SaveKind, Submission, SubmissionRevision
from curation.models.uploads import SheetUpload, UploadState
from curation.models.versions import PaperVersion

__all__ = [
    "FlagAnswer",
    "Invitation",
    "Mark",
    "ObserverLink",
    "PaperVersion",
    "Person",
    "ProblemReport",
    "Remark",
    "ReportState",
    "Role",
    "SaveKind",
    "SectionMark",
    "SheetUpload",
    "Submission",
    "SubmissionRevision",
    "Token",
    "UploadState",
]
