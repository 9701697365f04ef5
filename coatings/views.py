"""Pages of coatings, materials, processes, substrates and methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.shortcuts import get_object_or_404, render

from coatings import list_pages
from coatings.charts.cycle import cycle_chart
from coatings.charts.series import points_of, series_chart
from coatings.charts.stack import stack_chart
from coatings.filters import (
    CoatingFilter,
    MaterialFilter,
    MethodFilter,
    ProcessFilter,
    SubstrateFilter,
)
from coatings.linked_data import coated, dataset, substance, technique
from coatings.models import Material, Method, Substrate
from coatings.queries import coatings as queries
from coatings.queries.similar import similar_coatings
from coatings.queries.steps import process_steps
from precursors.queries import sources_in
from records.models import Kind
from records.pages import (
    Withdrawn,
    derived_rows,
    find_record,
    list_response,
    withdrawn_response,
)
from records.printed_values import Scope, of_record
from records.templatetags.values import short_name

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from coatings.models import Coating


def coatings(request: HttpRequest, facet: str = "") -> HttpResponse:
    return list_response(
        request,
        template="coatings/coatings.html",
        filters=CoatingFilter,
        columns=list_pages.COATING_COLUMNS,
        panel=list_pages.COATING_PANEL,
        table=list_pages.FILM_ELEMENTS,
        rest="api-coatings-list",
        arrange=queries.coating_lines,
        facet=facet,
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
    measured = list(found.measurements.all())
    context = {
        "coating": found,
        "of_film": [m for m in measured if m.scope == Scope.RECORD],
        "of_class": [m for m in measured if m.scope == Scope.CLASS],
        "steps": steps,
        "cycle": cycle_chart(steps, sources, _printed(found, "deposition_temperature"))
        if steps
        else None,
        "stack": stack_chart(
            found.material,
            phases,
            found.substrate,
            film,
            thickness,
            (found.read.thickness_low, found.read.thickness_high),
        ),
        "series": [
            {"row": row, "chart": series_chart(row), "points": points_of(row)}
            for row in found.series.all()
        ],
        "derived": derived_rows(found.read.derived),
        "similar": similar_coatings(found.read),
        "linked": dataset(found, found.read, of_record(found.measurements.all())),
    }
    return render(request, "coatings/coating.html", context)


def _printed(coating: Coating, key: str) -> str:
    """Every printed value of one property of a coating fetched with its record."""
    values = (
        m.printed for m in of_record(coating.measurements.all()) if m.property == key and m.printed
    )
    return "; ".join(dict.fromkeys(values))


def materials(request: HttpRequest, facet: str = "") -> HttpResponse:
    return list_response(
        request,
        template="coatings/materials.html",
        filters=MaterialFilter,
        columns=list_pages.MATERIAL_COLUMNS,
        panel=list_pages.MATERIAL_PANEL,
        table=list_pages.MATERIAL_ELEMENTS,
        rest="api-materials-list",
        arrange=queries.material_lines,
        facet=facet,
    )


def material(request: HttpRequest, key: str) -> HttpResponse:
    found = get_object_or_404(Material.objects.prefetch_related("phase_links__phase"), key=key)
    context = {
        "material": found,
        "part_of": Material.objects.filter(phase_links__phase=found).distinct(),
        "of_class": queries.said_of_class(Q(coating__material=found)),
        "processes": queries.processes_of(found),
        "coatings": queries.coatings_where(Q(material=found.key), f"material={found.key}"),
        "linked": substance(found, [link.phase for link in found.phase_links.all()]),
    }
    return render(request, "coatings/material.html", context)


def processes(request: HttpRequest, facet: str = "") -> HttpResponse:
    return list_response(
        request,
        template="coatings/processes.html",
        filters=ProcessFilter,
        columns=list_pages.PROCESS_COLUMNS,
        panel=list_pages.PROCESS_PANEL,
        table=list_pages.PROCESS_ELEMENTS,
        rest="api-processes-list",
        arrange=queries.process_lines,
        facet=facet,
    )


def process(request: HttpRequest, key: str) -> HttpResponse:
    found = get_object_or_404(queries.process_records(), key=key)
    steps = process_steps(found)
    context = {
        "process": found,
        "steps": steps,
        "cycle": cycle_chart(steps),
        "of_class": queries.said_of_class(Q(coating__process=found)),
        "coatings": queries.coatings_where(Q(process=found.key), f"process={found.key}"),
    }
    return render(request, "coatings/process.html", context)


def substrates(request: HttpRequest, facet: str = "") -> HttpResponse:
    return list_response(
        request,
        template="coatings/substrates.html",
        filters=SubstrateFilter,
        columns=list_pages.SUBSTRATE_COLUMNS,
        panel=list_pages.SUBSTRATE_PANEL,
        rest="api-substrates-list",
        arrange=queries.substrate_lines,
        facet=facet,
    )


def substrate(request: HttpRequest, key: str) -> HttpResponse:
    found = get_object_or_404(Substrate, key=key)
    context = {
        "substrate": found,
        "coatings": queries.coatings_where(Q(substrate=found.key), f"substrate={found.key}"),
        "linked": coated(found),
    }
    return render(request, "coatings/substrate.html", context)


def methods(request: HttpRequest, facet: str = "") -> HttpResponse:
    return list_response(
        request,
        template="coatings/methods.html",
        filters=MethodFilter,
        columns=list_pages.METHOD_COLUMNS,
        panel=list_pages.METHOD_PANEL,
        rest="api-methods-list",
        arrange=queries.method_lines,
        facet=facet,
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
        "linked": technique(found),
    }
    return render(request, "coatings/method.html", context)
