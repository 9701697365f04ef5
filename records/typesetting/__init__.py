"""From plain text to the typography of the field, as safe HTML: formulas, numbers and values."""

from records.typesetting.chemistry import chem, dashed, formula, plain_subscripts, svg_text
from records.typesetting.numbers import interval, number, quantity, reading_text, unit
from records.typesetting.printed import printed

__all__ = [
    "chem",
    "dashed",
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
