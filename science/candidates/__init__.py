"""What a pasted text or table may say: values with their property, record and place, to be
confirmed by a person. Plain functions; nothing is stored, nothing is guessed.

`from_text`, `from_html`, `from_csv` and `from_workbook` give an :class:`Answer`.
"""

from science.candidates.found import Answer, Candidate, Named
from science.candidates.grid import TooLarge
from science.candidates.sources import from_csv, from_html, from_text, from_workbook
from science.candidates.table import Wanted

__all__ = [
    "Answer",
    "Candidate",
    "Named",
    "TooLarge",
    "Wanted",
    "from_csv",
    "from_html",
    "from_text",
    "from_workbook",
]
