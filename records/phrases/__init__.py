"""What somebody types into a search box, read as filters: the one place that decides it."""

from records.phrases.reading import Reading, Understood, read_phrase
from records.phrases.spoken import Spoken

__all__ = ["Reading", "Spoken", "Understood", "read_phrase"]
