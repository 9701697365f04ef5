"""The paper document: everything one paper says, as it prints it; the only thing ever written."""

from curation.document.check import check_paper, check_vocabulary
from curation.document.problems import DocumentInvalid, Problem
from curation.document.schema import PaperDocument, canonical
from curation.document.vocabulary import VocabularyDocument

__all__ = [
    "DocumentInvalid",
    "PaperDocument",
    "Problem",
    "VocabularyDocument",
    "canonical",
    "check_paper",
    "check_vocabulary",
]
