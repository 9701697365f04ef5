"""Why a file is not read, in one sentence, and what has to be asked."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


class Unreadable(ValueError):
    """A file that cannot be read; the message is one sentence for whoever sent it."""


@dataclass(frozen=True)
class Question:
    """Something the file does not say. ``key`` is the name of its answer: ``unit:HEADER``,
    ``column:NAME``, ``current`` or ``cell`` (see :class:`cyclers.reading.answers.Answers`)."""

    key: str
    text: str
    choices: tuple[str, ...] = ()
    proposed: str = ""
    """what the numbers suggest; never taken without being said"""

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "choices": list(self.choices)}


class Asked(Unreadable):
    """The file could be read if something were known that it does not say."""

    def __init__(self, *questions: Question) -> None:
        self.questions = questions
        super().__init__(" ".join(one.text for one in questions))
