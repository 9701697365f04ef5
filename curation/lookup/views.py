"""What the form asks while one types: readings, words, structures. Nothing is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from curation.lookup.readings import reading_of
from curation.lookup.structures import drawing_of, structure_of
from curation.lookup.terms import KINDS, complete, words_of
from curation.models import Submission
from curation.permissions import may_see

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest


@require_safe
def reading(request: HttpRequest) -> JsonResponse:
    """``?property=thickness&text=~50 Å``: how it is read, or why it cannot be."""
    key, text = request.GET.get("property", ""), request.GET.get("text", "")
    try:
        return JsonResponse(reading_of(key, text).as_json)
    except KeyError:
        return JsonResponse({"error": f"no property {key!r} with numbers for values"}, status=400)


@require_safe
def words(request: HttpRequest) -> JsonResponse:
    """``?kind=precursor&q=TMA``: the words that may be meant, those of a draft among them."""
    kind = request.GET.get("kind", "")
    if kind not in KINDS:
        return JsonResponse({"error": f"kind is one of {', '.join(KINDS)}"}, status=400)
    known = words_of(kind, _proposals(request))
    found = complete(request.GET.get("q", "")[:200], known)
    return JsonResponse({"words": [word.as_json for word in found]})


def _proposals(request: HttpRequest) -> dict[str, Any]:
    number = request.GET.get("submission", "")
    if not (number.isascii() and number.isdigit()) or len(number) > 9:
        return {}
    draft = Submission.objects.filter(pk=int(number)).first()
    return draft.vocabulary if draft and may_see(request.user, draft) else {}


@require_safe
def structure(request: HttpRequest) -> JsonResponse:
    """``?smiles=C[Al](C)C``: its formula, molar mass (g/mol) and InChIKey."""
    found = structure_of(request.GET.get("smiles", ""))
    return JsonResponse(
        {
            "formula": found.formula,
            "molar_mass": found.molar_mass,
            "inchikey": found.inchikey,
            "error": found.error,
        }
    )


@require_safe
def structure_svg(request: HttpRequest) -> HttpResponse:
    """``?smiles=…&ink=dark``: its drawing."""
    svg = drawing_of(request.GET.get("smiles", ""), dark=request.GET.get("ink") == "dark")
    if svg is None:
        return HttpResponse("No structure can be drawn from this.", status=404)
    return HttpResponse(svg, content_type="image/svg+xml")
