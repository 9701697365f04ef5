"""Pages of coatings, materials, processes, substrates and methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.shortcuts import get_object_or_404, render

from coatings import queries
from coatings.charts import cycle_chart, stack_chart
from coatings.filters import (
    CoatingFilter,
    MaterialFilter,
    MethodFilter,
    ProcessFilter,
    SubstrateFilter,
)
from coatings.models import Material, Method, Substrate
from coatings.similar import similar_coatings
from coatings.steps import process_steps
from literature.models import Kind
from literature.pages import (
    Column,
    Field,
    Withdrawn,
    derived_rows,
    find_record,
    list_response,
    withdrawn_response,
)
from literature.templatetags.values import short_name
from precursors.queries import sources_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from coatings.models import Coating


def _search(hint: str) -> Field:
    return Field("q", "Search", "search", hint)


COATING_COLUMNS = [
    Column("Film", "material"),
    Column("Technique", "technique"),
    Column("Precursors"),
    Column("Substrate", "substrate"),
    Column("Thickness", "thickness", "nm", numeric=True),
    Column("Deposited at", "deposition_temperature", "°C", numeric=True),
    Column("On record"),
    Column("Paper", "paper"),
    Column("Id", "id"),
]
COATING_FIELDS = [
    _search("names, formulas, acronyms, authors"),
    Field("material", "Material"),
    Field("substrate", "Substrate"),
    Field("precursor", "Precursor"),
    Field("method", "Method"),
    Field("technique", "Technique", more=True),
    Field("material_class", "Class", more=True),
    Field("purpose", "Purpose", more=True),
    Field("role", "Role of the substrate", more=True),
    Field("element", "Element in the film", more=True),
    Field("has", "Has a value of", more=True),
    Field("paper", "Paper", more=True),
    Field("thickness_min", "Thickness from", "text", "nm, or 50 Å", more=True),
    Field("thickness_max", "Thickness to", "text", "nm, or 50 Å", more=True),
    Field("deposition_temperature_min", "Deposited from", "text", "°C", more=True),
    Field("deposition_temperature_max", "Deposited up to", "text", "°C", more=True),
    Field("ionic_conductivity_min", "Ionic conductivity from", "text", "S cm⁻¹", more=True),
    Field("year_min", "Year from", "text", more=True),
    Field("year_max", "Year to", "text", more=True),
]


def coatings(request: HttpRequest) -> HttpResponse:
    return list_response(
        request,
        template="coatings/coatings.html",
        filters=CoatingFilter,
        columns=COATING_COLUMNS,
        fields=COATING_FIELDS,
        arrange=queries.coating_lines,
    )


def coating(request: HttpRequest, public_id: str) -> HttpResponse:
    try:
        found = find_record(queries.coating_records(), Kind.COATING, public_id)
    except Withdrawn as gone:
        return withdrawn_response(request, gone.entry)
    steps = queries.coating_steps(found)
    phases = [link.phase for link in found.material.phase_links.all()]
    thickness = _printed(found, "thickness")
    film = short_name(found.material)
    sources = sources_in(found.paper, found.process.precursor_keys) if found.process else {}
    context = {
        "coating": found,
        "steps": steps,
        "cycle": cycle_chart(steps, sources, _printed(found, "deposition_temperature"))
        if steps
        else None,
        "stack": stack_chart(found.material, phases, found.substrate, film, thickness),
        "derived": derived_rows(found.read.derived),
        "similar": similar_coatings(found.read),
    }
    return render(request, "coatings/coating.html", context)


def _printed(coating: Coating, key: str) -> str:
    """Every printed value of one property of a coating fetched with its record."""
    values = (m.printed for m in coating.measurements.all() if m.property == key and m.printed)
    return "; ".join(dict.fromkeys(values))


def materials(request: HttpRequest) -> HttpResponse:
    return list_response(
        request,
        template="coatings/materials.html",
        filters=MaterialFilter,
        columns=[
            Column("Material", "key"),
            Column("Name", "name"),
            Column("Class"),
            Column("Holds"),
            Column("Carrier"),
            Column("Molar mass", "molar_mass", "g/mol", numeric=True),
            Column("Coatings", numeric=True),
        ],
        fields=[
            _search("name, formula or alias"),
            Field("material_class", "Class"),
            Field("element", "Element"),
            Field("charge_carrier", "Charge carrier"),
            Field("structure", "Structure"),
        ],
        arrange=queries.material_lines,
    )


def material(request: HttpRequest, key: str) -> HttpResponse:
    found = get_object_or_404(Material.objects.prefetch_related("phase_links__phase"), key=key)
    context = {
        "material": found,
        "part_of": Material.objects.filter(phase_links__phase=found).distinct(),
        "processes": queries.processes_of(found),
        "coatings": queries.coatings_where(Q(material=found.key), f"material={found.key}"),
    }
    return render(request, "coatings/material.html", context)


def processes(request: HttpRequest) -> HttpResponse:
    return list_response(
        request,
        template="coatings/processes.html",
        filters=ProcessFilter,
        columns=[
            Column("Film", "material"),
            Column("Precursors, in the order dosed"),
            Column("Coatings", numeric=True),
            Column("Process", "key"),
        ],
        fields=[
            _search("material or precursors"),
            Field("material", "Material"),
            Field("precursor", "Precursor"),
            Field("technique", "Technique"),
            Field("substrate", "Grown on"),
        ],
        arrange=queries.process_lines,
    )


def process(request: HttpRequest, key: str) -> HttpResponse:
    found = get_object_or_404(queries.process_records(), key=key)
    steps = process_steps(found)
    context = {
        "process": found,
        "steps": steps,
        "cycle": cycle_chart(steps),
        "coatings": queries.coatings_where(Q(process=found.key), f"process={found.key}"),
    }
    return render(request, "coatings/process.html", context)


def substrates(request: HttpRequest) -> HttpResponse:
    return list_response(
        request,
        template="coatings/substrates.html",
        filters=SubstrateFilter,
        columns=[
            Column("Substrate", "name"),
            Column("Formula"),
            Column("Role", "role"),
            Column("Coatings", numeric=True),
        ],
        fields=[_search("name, formula or alias"), Field("role", "Role")],
        arrange=queries.substrate_lines,
    )


def substrate(request: HttpRequest, key: str) -> HttpResponse:
    found = get_object_or_404(Substrate, key=key)
    context = {
        "substrate": found,
        "coatings": queries.coatings_where(Q(substrate=found.key), f"substrate={found.key}"),
    }
    return render(request, "coatings/substrate.html", context)


def methods(request: HttpRequest) -> HttpResponse:
    return list_response(
        request,
        template="coatings/methods.html",
        filters=MethodFilter,
        columns=[
            Column("Method", "path"),
            Column("Name", "name"),
            Column("Coatings", numeric=True),
            Column("With those below it", numeric=True),
        ],
        fields=[_search("acronym, name or alias"), Field("method", "This method and below")],
        arrange=queries.method_lines,
    )


def method(request: HttpRequest, key: str) -> HttpResponse:
    found = get_object_or_404(Method.objects.select_related("parent"), key=key)
    below = Method.objects.filter(path__contains=[found.key]).exclude(pk=found.pk)
    context = {
        "method": found,
        "above": Method.objects.filter(key__in=found.path).exclude(pk=found.pk).order_by("path"),
        "below": queries.method_lines(list(below.order_by("path"))),
        "coatings": queries.coatings_where(
            Q(method_closure__contains=[found.key]), f"method={found.key}"
        ),
    }
    return render(request, "coatings/method.html", context)
