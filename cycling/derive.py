"""Rows to science and back."""
from literature.deriving import Derivation
from cycling.reading import test_facts
from cycling.reading import write_derived
from cycling.models import TestRead

DERIVATION = Derivation(rows=TestRead, read=test_facts, prepare=lambda facts: {f.test.pk: dict for f in facts}, number=lambda f: f.test.pk, write=write_derived, digest=lambda: "none")
