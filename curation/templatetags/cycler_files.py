"""What pages of cycler files say of numbers and questions."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def in_mah(value: float | None) -> str:
    """A capacity in Ah as mAh, in four digits; a dash where there is none."""
    return "–" if value is None else f"{value * 1000:.4g}"


@register.filter
def words(text: str) -> list[str]:
    return text.split()


@register.filter
def after_colon(key: str) -> str:
    """What a question is about: ``unit:Current`` asks for the unit of ``Current``."""
    return key.partition(":")[2] or key
