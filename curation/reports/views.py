"""Report a problem, follow it by its number, and answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.access import client_address
from curation.actions.reports import TooMany, answer_report, report_problem, take_report
from curation.models import ProblemReport, ReportState
from curation.reports.reportable import value_at, values_of, values_of_word
from curation.review.acting import attempt
from curation.templatetags.reporting import address_of
from records.models import Kind, PublicId, parse_public_id

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from curation.reports.reportable import ReportedValue


class ReportForm(forms.Form):
    place = forms.ChoiceField(required=False, label="Value")
    text = forms.CharField(
        max_length=5000, widget=forms.Textarea(attrs={"rows": 4}), label="What is wrong"
    )
    expected = forms.CharField(max_length=500, required=False, label="What it should be, and where")
    email = forms.EmailField(
        required=False, label="Your e-mail, to hear of the outcome", help_text="Never shown."
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    """Left empty by people: only a program that fills every field in fills this one."""


def report(request: HttpRequest, record: str) -> HttpResponse:
    """Say what is wrong with a record or with one value of it; no account is needed."""
    return _reported(request, record, values_of(_published(record)))


def report_word(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Say what is wrong with a word of the vocabulary, or with one thing said of it."""
    values = values_of_word(kind, key)
    if values is None:
        raise Http404(f"there is no {kind} {key}")
    return _reported(request, f"{kind}/{key}", values)


def _reported(request: HttpRequest, record: str, values: list[ReportedValue]) -> HttpResponse:
    asked = value_at(values, request.GET.get("place", ""))
    form = ReportForm(request.POST or None, initial={"place": asked.place if asked else ""})
    choices = [(v.place, f"{v.label}: {v.printed}"[:120]) for v in values]
    form.fields["place"].choices = [("", "the record as a whole"), *choices]  # type: ignore[attr-defined]
    context = {"record": record, "form": form, "asked": asked, "address": address_of(record)}
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["website"]:
            return redirect("report-find")
        try:
            made = _send(request, form, record, value_at(values, form.cleaned_data["place"]))
        except TooMany as error:
            return _too_many(request, context, error)
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            return redirect("report-status", made.reference)
    return render(request, "curation/report.html", context, status=400 if form.errors else 200)


def _too_many(request: HttpRequest, context: dict[str, Any], error: TooMany) -> HttpResponse:
    """The page with what was typed, and when it can be sent."""
    context["form"].add_error(None, str(error))
    response = render(request, "curation/report.html", context, status=429)
    response["Retry-After"] = str(int(error.wait.total_seconds()))
    return response


def _published(record: str) -> PublicId:
    """The register's entry of a record that is published now."""
    for kind in Kind:
        number = parse_public_id(record, kind)
        if number is not None:
            return get_object_or_404(PublicId, kind=kind, number=number, withdrawn_at=None)
    raise Http404(f"{record} is no id of this knowledge base")


def _send(
    request: HttpRequest, form: ReportForm, record: str, value: ReportedValue | None
) -> ProblemReport:
    data = form.cleaned_data
    return report_problem(
        record=record,
        place=data["place"],
        label=value.label if value else "",
        printed=value.printed if value else "",
        text=data["text"],
        expected=data["expected"],
        email=data["email"],
        address=client_address(request),
    )


@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Look a report up by its number."""
    asked = request.GET.get("reference", "").strip().upper()
    if asked and ProblemReport.objects.filter(reference=asked).exists():
        return redirect("report-status", asked)
    return render(request, "curation/report_find.html", {"asked": asked})


@never_cache
def status(request: HttpRequest, reference: str) -> HttpResponse:
    """What became of a report; the reader's address is nowhere on it."""
    found = get_object_or_404(ProblemReport, reference=reference)
    context = {"report": found, "address": address_of(found.record)}
    return render(request, "curation/report_status.html", context)


@never_cache
def reports(request: HttpRequest) -> HttpResponse:
    """What readers reported, oldest open first."""
    state = request.GET.get("state", ReportState.OPEN.value)
    rows = ProblemReport.objects.select_related("assignee", "answered_by")
    rows = rows.filter(state=state) if state in ReportState.values else rows
    context = {
        "page": Paginator(rows.order_by("created", "pk"), 50).get_page(request.GET.get("page")),
        "state": state,
        "states": list(ReportState),
    }
    return render(request, "curation/reports.html", context)


@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(ProblemReport, pk=number)
    if request.POST.get("state") == "take":
        said = f"{found.reference} is yours to look into."
        attempt(request, lambda: take_report(report=found, by=request.user), said)
        return redirect("reports")
    done = attempt(
        request,
        lambda: answer_report(
            report=found,
            by=request.user,
            state=request.POST.get("state", ""),
            answer=request.POST.get("answer", ""),
        ),
    )
    if done:
        messages.success(request, f"{found.reference} is answered: {done.state}.")
    return redirect("reports")
