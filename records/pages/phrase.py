"""What a list page tells of the phrase that was typed into its search box."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from records.filtering import ActiveFilter

if TYPE_CHECKING:
    from django.http import QueryDict

    from records.filtering import StrictFilterSet
    from records.phrases import Reading


class OfPhrase:
    """The part of a list page that is about its phrase."""

    filters: StrictFilterSet
    data: QueryDict

    @property
    def phrase(self) -> Reading | None:
        """How the phrase in the search box is understood."""
        return self.filters.phrase

    @property
    def asked_phrase(self) -> str:
        return self.data.get("q", "")

    @property
    def read_as_filters(self) -> bool:
        return bool(self.phrase and self.phrase.understood)

    @property
    def left(self) -> list[str]:
        """What no filter takes of it."""
        return [token.text for token in self.phrase.left] if self.phrase else []

    @property
    def literal_query(self) -> str:
        """The query string that searches for the words of the phrase and reads nothing into it."""
        plain = self.asked_phrase.translate({ord(mark): None for mark in '"“”'})
        data = self.data.copy()
        data["q"] = f'"{plain}"'
        return data.urlencode()

    @cached_property
    def active(self) -> list[ActiveFilter]:
        """The active filters; forms of one thing that a phrase names once ("silicon") are one."""
        found = self.filters.describe()
        for (text, name), values in self._forms().items():
            forms = [one for one in found if one.parameter == name and one.value in values]
            if forms:
                shown = f"{text}, {len(forms)} forms"
                removed = self.filters.without(name, *values)
                one = ActiveFilter(name, shown, forms[0].label, shown, removed)
                found[found.index(forms[0])] = one
                found = [other for other in found if other not in forms]
        return found

    def _forms(self) -> dict[tuple[str, str], list[str]]:
        """What more than two words of a filter stand for in the phrase."""
        named: dict[tuple[str, str], list[str]] = {}
        for one in self.phrase.understood if self.phrase else []:
            named.setdefault((one.text, one.parameter), []).append(one.value)
        return {piece: values for piece, values in named.items() if len(values) > 2}
