"""From plain text to the typography of the field, as safe HTML: formulas, numbers and values."""

from records.typesetting.chemistry import chem, dashed, formula, plain_subscripts, svg_text
from records.typesetting.numbers import (
    digits_known,
    interval,
    number,
    quantity,
    reading_text,
    unit,
)
from records.typesetting.printed import printed

__all__ = [
    "chem",
    "dashed",
    "digits_known",
    "formula",
    "interval",
    "number",
    "plain_subscripts",
    "printed",
    "quantity",
    "reading_text",
    "svg_text",
    "unit",
]
