"""A word that the vocabulary does not have yet is proposed with the paper that needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from curation.actions import LostUpdate, save_submission
from curation.entry.fields import Field, field_of
from curation.entry.finishing import slug
from curation.entry.views import draft_of
from curation.lookup.structures import structure_of
from curation.lookup.terms import LISTS, words_of
from documents.check import check_vocabulary
from documents.rehearsal import vocabulary_document
from documents.renaming import renamed
from records.document.invalid import DocumentInvalid
from records.kinds import term_kind
from science.composition import UnreadableFormula, parse_formula

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from curation.lookup.terms import WordKind

_ORDER = {
    "precursor": ("name", "acronym", "kind", "smiles", "formula", "formula_printed", "cas",
                  "state", "air_sensitivity", "aliases", "key", "note"),
    "material": ("name", "formula", "formula_printed", "smiles", "class", "charge_carrier",
                 "structure", "air_sensitivity", "elements", "aliases", "key", "note"),
    "substrate": ("name", "formula", "role", "aliases", "key", "note"),
    "method": ("key", "name", "parent", "aliases", "note"),
}  # fmt: skip
_SAID: dict[str, dict[str, Any]] = {
    "smiles": {"label": "SMILES", "size": "l", "example": "C[Al](C)C"},
    "cas": {"label": "CAS number"},
    "acronym": {"example": "TMA"},
    "formula_printed": {"label": "Formula as printed", "example": "AlMe3"},
    "aliases": {"label": "Other names", "widget": "words", "size": "l"},
    "air_sensitivity": {"label": "In air"},
    "elements": {"widget": "words", "hint": "only where the formula is not fixed"},
    "charge_carrier": {"example": "Li"},
    "key": {"required": False, "hint": "proposed where left empty"},
    "parent": {"label": "Is a kind of", "widget": "word", "kind": "method"},
}


def fields_of(kind: str) -> list[Field]:
    return [field_of(term_kind(kind).entry, name, **_SAID.get(name, {})) for name in _ORDER[kind]]


def entry_of(kind: str, texts: dict[str, str]) -> dict[str, Any]:
    """The proposed entry; formula and elements of a precursor come from its structure."""
    entry = {f.name: f.read(texts.get(f.name, "")) for f in fields_of(kind)}
    entry = {name: value for name, value in entry.items() if value is not None}
    if kind == "precursor" and entry.get("smiles"):
        entry.setdefault("formula", structure_of(entry["smiles"]).formula or None)
    if kind == "material" and _is_variable(entry.get("formula")):
        entry["variable"] = True
    if not entry.get("key"):
        said = next((entry[n] for n in ("acronym", "formula", "name") if entry.get(n)), "")
        entry["key"] = slug(str(said))[:60]
    return {name: value for name, value in entry.items() if value not in (None, "")}


def _is_variable(formula: Any) -> bool:
    try:
        return bool(formula) and parse_formula(str(formula)).variable
    except UnreadableFormula:
        return False


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, number: int) -> HttpResponse:
    """Propose a word for this draft; as a page, and as JSON for the form's dialog."""
    draft = draft_of(request, number)
    given = request.POST if request.method == "POST" else request.GET
    kind = given.get("word", "precursor")
    kind = kind if kind in _ORDER else "precursor"
    was = given.get("was", "")
    before = word_of(kind, was, draft.vocabulary) if was else {}
    if was and not before:
        was = ""
    texts = {f.name: given.get(f.name, "") for f in fields_of(kind)}
    if was and request.method != "POST":
        texts = {f.name: f.write(before.get(f.name)) for f in fields_of(kind)}
    problems: dict[str, list[str]] = {}
    if request.method == "POST":
        entry = {**_unasked(kind, before), **entry_of(kind, texts)}
        vocabulary = dict(draft.vocabulary)
        problems = _problems(kind, entry, vocabulary, was)
        if not problems:
            vocabulary[LISTS[kind]] = with_word(vocabulary.get(LISTS[kind]), entry, was)
            document = draft.document
            if was and was != entry["key"]:
                document = renamed(document, {**_NOTHING, LISTS[kind]: {was: entry["key"]}})
            try:
                saved = save_submission(
                    submission=draft,
                    by=request.user,
                    document=document,
                    vocabulary=vocabulary,
                    expected_revision=draft.revision,
                )
            except LostUpdate:
                problems = {"": ["the draft was saved meanwhile: send it again"]}
            else:
                if request.headers.get("Accept", "").startswith("application/json"):
                    return JsonResponse({"key": entry["key"], "revision": saved.revision})
                return redirect("submission", draft.pk)
    context = {
        "draft": draft,
        "word": kind,
        "kinds": list(_ORDER),
        "fields": [_Said(f, texts[f.name], problems.get(f.name, [])) for f in fields_of(kind)],
        "was": was,
        "public": bool(was) and _is_public(kind, was),
        "problems": problems.get("", []),
        "structure": structure_of(texts["smiles"]) if texts.get("smiles") else None,
        "methods": words_of("method"),
        "proposed": [(k, e) for k, name in LISTS.items() for e in draft.vocabulary.get(name, [])],
    }
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"problems": problems}, status=400)
    return render(request, "entry/propose.html", context, status=400 if problems else 200)


class _Said:
    """A field of the proposal, for the template of the form's fields."""

    reading = None
    unlisted = False

    def __init__(self, asked: Field, text: str, problems: list[str]) -> None:
        self.field, self.text, self.problems = asked, text, problems
        self.name = asked.name
        self.id = f"word-{asked.name}"


_NOTHING: dict[str, dict[str, str]] = {name: {} for name in (*LISTS.values(), "papers")}


def word_of(kind: str, key: str, vocabulary: dict[str, Any]) -> dict[str, Any]:
    """A word as this draft proposes it, else as it is public; empty where there is none."""
    entries = vocabulary.get(LISTS[kind])
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and entry.get("key") == key:
            return entry
    public: list[dict[str, Any]] = [one for one in term_kind(kind).export() if one["key"] == key]
    return {k: v for k, v in public[0].items() if v not in (None, "", [], {})} if public else {}


def with_word(entries: Any, entry: dict[str, Any], was: str) -> list[Any]:
    """The proposed words with this one in the place of the one that it corrects."""
    known = entries if isinstance(entries, list) else []
    there = [e for e in known if isinstance(e, dict) and was and e.get("key") == was]
    if not there:
        return [*known, entry]
    return [entry if one is there[0] else one for one in known]


def _unasked(kind: str, before: dict[str, Any]) -> dict[str, Any]:
    """What the page does not ask for stays as it was."""
    asked = {f.name for f in fields_of(kind)} | {"merged", "variable"}
    return {name: value for name, value in before.items() if name not in asked}


def _is_public(kind: str, key: str) -> bool:
    return bool(term_kind(kind).model.objects.filter(key=key).exists())


def _free_key(key: str, known: set[str]) -> str:
    number = 2
    while f"{key}-{number}" in known:
        number += 1
    return f"{key}-{number}"


def _problems(
    kind: str, entry: dict[str, Any], vocabulary: dict[str, Any], was: str
) -> dict[str, list[str]]:
    """What keeps the entry from being proposed, by field."""
    if was and _is_public(kind, was) and entry.get("key") != was:
        return {"key": [f"{was} is public: its key stays"]}
    known = {word.key for word in words_of(cast("WordKind", kind), vocabulary)} - {was}
    if entry.get("key") in known:
        nearby = ", or correct that word" if _is_public(kind, str(entry.get("key"))) else ""
        free = _free_key(str(entry["key"]), known)
        return {"key": [f"{entry['key']} is in the vocabulary already: take {free}{nearby}"]}
    if entry.get("smiles") and (error := structure_of(entry["smiles"]).error):
        return {"smiles": [error]}
    try:
        check_vocabulary(vocabulary_document({LISTS[kind]: [entry]}))
    except DocumentInvalid as error:
        found: dict[str, list[str]] = {}
        names = {f.name for f in fields_of(kind)}
        for problem in error.problems:
            name = problem.path.rpartition(".")[2]
            found.setdefault(name if name in names else "", []).append(problem.message)
        return found
    return {}
