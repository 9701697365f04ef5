"""What was published last, as Atom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed

from literature.models import Paper, without_examples
from records.kinds import record_kinds
from records.licence import LICENCE_URL, WHO

if TYPE_CHECKING:
    from datetime import datetime

_LATEST = 50
_Feed: Any = Feed  # generic in its stubs alone


class LatestChanges(_Feed):
    """The records that changed last, papers, coatings and tests."""

    feed_type = Atom1Feed
    title = "ASC knowledge base: latest changes"
    subtitle = "Papers, coatings and cycling tests as they are published or corrected."
    author_name = WHO
    feed_copyright = LICENCE_URL

    def link(self) -> str:
        return f"{settings.PUBLIC_URL}/"

    def feed_url(self) -> str:
        return f"{settings.PUBLIC_URL}/feed.atom"

    def items(self) -> list[Any]:
        lists = [without_examples(Paper.objects.all(), "key")]
        for kind in record_kinds():
            rows = kind.model.objects.select_related("paper", *kind.titled_by)
            lists.append(without_examples(rows, "paper__key"))
        latest = [row for rows in lists for row in rows.order_by("-updated", "-pk")[:_LATEST]]
        return sorted(latest, key=lambda row: row.updated, reverse=True)[:_LATEST]

    def item_title(self, item: Any) -> str:
        return f"{item.public_id}: {item.citation if isinstance(item, Paper) else item}"

    def item_description(self, item: Any) -> str:
        return str(item.citation if isinstance(item, Paper) else item.paper.citation)

    def item_link(self, item: Any) -> str:
        return f"{settings.PUBLIC_URL}/{item.public_id}"

    def item_guid(self, item: Any) -> str:
        return f"{settings.PUBLIC_URL}/{item.public_id}#{item.updated:%Y-%m-%dT%H:%M:%S.%f}"

    def item_pubdate(self, item: Any) -> datetime:
        return item.created

    def item_updateddate(self, item: Any) -> datetime:
        return item.updated
