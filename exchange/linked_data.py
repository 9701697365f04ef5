"""Releases in the words of schema.org."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from exchange.releases.about import DESCRIPTION, LICENCE_URL, TITLE, WHO, how_to_cite
from records.linked_data import catalog, linked

if TYPE_CHECKING:
    from exchange.models import Release


def released(release: Release) -> dict[str, Any]:
    """``Dataset``: one release, with its file, version, licence and how to cite it."""
    page = f"{settings.PUBLIC_URL}/releases/"
    file = f"{settings.PUBLIC_URL}{release.get_absolute_url()}"
    return linked(
        {
            "@type": "Dataset",
            "@id": file,
            "url": page,
            "name": f"{TITLE}, release {release.version}",
            "description": DESCRIPTION,
            "version": release.version,
            "dateModified": release.date.date().isoformat(),
            "creator": {"@type": "Organization", "name": WHO, "url": f"{settings.PUBLIC_URL}/"},
            "license": LICENCE_URL,
            "creditText": how_to_cite(release.version, release.date),
            "includedInDataCatalog": catalog(),
            "isAccessibleForFree": True,
            "distribution": {
                "@type": "DataDownload",
                "contentUrl": file,
                "encodingFormat": "application/zip",
                "contentSize": str(release.size),
                "sha256": release.checksum,
            },
        }
    )
