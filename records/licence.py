"""Under which licence the data are, and who gives them."""

from __future__ import annotations

WHO = "The contributors of the ASC knowledge base"
LICENCE = "CC-BY-4.0"
LICENCE_TITLE = "Creative Commons Attribution 4.0 International"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
