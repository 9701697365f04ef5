"""Pages of authors, and of groups of films and of electrodes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render

from coatings.queries.groups import electrode_groups, film_groups
from explore.landing.record import Landing
from literature.author_words import author_key, authors
from literature.citation_html import full_name
from literature.models import Paper
from literature.queries import papers_with_counts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest, HttpResponse

    from coatings.queries.groups import Group


@dataclass(frozen=True)
class CoAuthor:
    """Somebody who stands beside an author, and on how many of the papers."""

    key: str
    name: str
    papers: int


def author(request: HttpRequest, key: str) -> HttpResponse:
    """Everything on record under one family name."""
    known = authors()
    if key not in known:
        raise Http404(f"no author {key} is on record here")
    name, keys = known[key]
    papers = list(papers_with_counts().filter(key__in=keys).order_by("-year", "pk"))
    printed = _printed(papers, key)
    context = {
        "key": key,
        "name": name,
        "printed": printed,
        "several": len({one[:1] for one in printed}) > 1,
        "papers": papers,
        "beside": [CoAuthor(other, known[other][0], n) for other, n in _beside(papers, key)],
        "films": Landing("author", key),
        "electrodes": Landing("author", key, beside="substrate"),
    }
    return render(request, "explore/landing/author.html", context)


def _printed(papers: Sequence[Paper], key: str) -> list[str]:
    """The name in every form in which these papers print it."""
    names = (
        one for paper in papers for one in paper.csl.get("author") or paper.csl.get("editor") or ()
    )
    own = (one for one in names if author_key(one.get("family") or one.get("literal") or "") == key)
    return sorted({full_name(one) for one in own})


def _beside(papers: Sequence[Paper], key: str) -> list[tuple[str, int]]:
    """Co-authors by their keys, those of most papers first."""
    counted = Counter(
        other
        for paper in papers
        for other in {author_key(family) for family in paper.authors.split("; ")} - {key, ""}
    )
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))


def groups(request: HttpRequest) -> HttpResponse:
    context = {"films": film_groups().values(), "electrodes": electrode_groups().values()}
    return render(request, "explore/landing/groups.html", context)


def films(request: HttpRequest, key: str) -> HttpResponse:
    return _group(request, "material", film_groups(), key)


def electrodes(request: HttpRequest, key: str) -> HttpResponse:
    return _group(request, "substrate", electrode_groups(), key)


def _group(request: HttpRequest, kind: str, known: Mapping[str, Group], key: str) -> HttpResponse:
    """All of a group as one, and each of it by itself."""
    if key not in known:
        raise Http404(f"there is no group {key}")
    group = known[key]
    context = {
        "group": group,
        "kind": kind,
        "landing": Landing(kind, *group.keys),
        "apart": Landing(kind, *group.keys, beside=kind),
    }
    return render(request, "explore/landing/group.html", context)
