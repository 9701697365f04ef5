"""Citations in the formats that reference managers read: BibTeX, RIS and CSL-JSON."""

from literature.formats.bibtex import bibtex_entry
from literature.formats.csl import csl_item
from literature.formats.ris import ris_record

__all__ = ["bibtex_entry", "csl_item", "ris_record"]
