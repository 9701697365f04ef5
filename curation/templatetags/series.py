"""Small helpers of the page of a series."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

register = template.Library()


@register.filter
def get(texts: Mapping[str, Any], name: str) -> Any:
    """What stands under a name that a template cannot spell."""
    return texts.get(name, "") if texts else ""


@register.filter
def at(items: Sequence[Any], number: int) -> Any:
    return items[number]


@register.filter
def keys(pairs: Sequence[tuple[str, str]]) -> list[str]:
    return [key for key, _ in pairs]


@register.filter
def words(text: str) -> list[str]:
    """``a|b`` as a list."""
    return text.split("|")
