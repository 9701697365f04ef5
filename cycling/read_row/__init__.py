"""From the rows of cycling tests to their read rows, a set at a time."""

from cycling.models import TestRead
from cycling.read_row.listing import list_json
from cycling.read_row.published import has, published, test_facts
from records.refreshing import ReadRows

READ_ROWS = ReadRows(
    subject="test",
    model=TestRead,
    read=test_facts,
    number=lambda fact: fact.test.pk,
    columns=published,
    has=has,
    list_json=list_json,
)
