"""What pages of films, electrodes and precursors show of all papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.urls import reverse
from django.utils.html import format_html

from coatings.queries.groups import group_of
from explore.landing.record import Landing
from science.families import FAMILIES, film_family

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from coatings.models import Material, Substrate
    from coatings.queries.groups import Group

register = template.Library()


@register.simple_tag
def landing(kind: str, key: str) -> Landing:
    return Landing(kind, key)


@register.simple_tag
def family_link(material: Material) -> SafeString:
    """The family of a film, linked to all of it."""
    family = film_family(material.material_class, material.elements)
    address = reverse("film-group", args=[family])
    return format_html('<a href="{}">{}</a>', address, FAMILIES[family])


@register.simple_tag
def forms_of(substrate: Substrate) -> Group | None:
    """The group that an electrode is told in, if there is one."""
    return group_of(substrate.key)
