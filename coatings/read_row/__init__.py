"""From the rows of coatings to their read rows, a set at a time."""

from coatings.models import CoatingRead
from coatings.read_row.listing import list_json
from coatings.read_row.published import coating_facts, has, published
from records.refreshing import ReadRows

READ_ROWS = ReadRows(
    subject="coating",
    model=CoatingRead,
    read=coating_facts,
    number=lambda fact: fact.coating.pk,
    columns=published,
    has=has,
    list_json=list_json,
)
