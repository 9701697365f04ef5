"""The ASC knowledge base from Python.

>>> from asc_kb_client import Client
>>> kb = Client("http://127.0.0.1:8000")
>>> for coating in kb.coatings(element="Li", thickness_max="50 Å"):
...     print(coating.id, coating.value("thickness"))
"""

from asc_kb_client.cache import Cache
from asc_kb_client.client import Client
from asc_kb_client.errors import (
    BrokenFileError,
    GoneError,
    NotFoundError,
    ParameterFault,
    ParametersError,
    ProblemError,
    TooManyRequestsError,
    UnreachableError,
)
from asc_kb_client.points import Points
from asc_kb_client.records import Measurement, Record
from asc_kb_client.releases import Release
from asc_kb_client.selection import Collection, Cycling, Selection
from asc_kb_client.values import Input, Missing, Source, Value

__all__ = [
    "BrokenFileError",
    "Cache",
    "Client",
    "Collection",
    "Cycling",
    "GoneError",
    "Input",
    "Measurement",
    "Missing",
    "NotFoundError",
    "ParameterFault",
    "ParametersError",
    "Points",
    "ProblemError",
    "Record",
    "Release",
    "Selection",
    "Source",
    "TooManyRequestsError",
    "UnreachableError",
    "Value",
]
