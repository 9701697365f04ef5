"""Rows to science and back."""
from literature.deriving import Derivation
from coatings.reading.published import coating_facts
from coatings.reading import write_derived
from coatings.models import CoatingRead

DERIVATION = Derivation(rows=CoatingRead, read=coating_facts, prepare=lambda facts: {f.coating.pk: dict for f in facts}, number=lambda f: f.coating.pk, write=write_derived, digest=lambda: "none")
