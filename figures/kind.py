"""Figures that curves were read off, as the rest of the house meets them."""

from __future__ import annotations

from figures import document
from figures.models import Figure
from records.kinds import Section, Values

KINDS = (
    Section(
        section="figures",
        entry=document.FigureEntry,
        check=document.figure_problems,
        publish=document.publish_figures,
        export=document.figure_entries,
        names=document.names,
        values=(Values(Figure, "paper_id", lambda row: f"figures[{row.key}]"),),
    ),
)
