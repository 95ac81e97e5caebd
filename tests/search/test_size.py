"""What a query loads hardly grows with the number of records."""

import gzip
import random
from itertools import accumulate
from statistics import mean

from postmortem_kb.search.documents import SearchDocument
from postmortem_kb.search.index import index_document
from postmortem_kb.search.shards import render_index

LETTERS = "abcdefghiklmnoprstuvw"


def sizes(count: int) -> dict[str, list[int]]:
    """The gzip sizes of the table (`t`) and of the shards of each kind, for records of 200 words
    of Zipf-like frequency."""
    source = random.Random(7)
    words = ["".join(source.choices(LETTERS, k=source.randint(3, 9))) for _ in range(20_000)]
    weights = [*accumulate(1 / (rank + 2.7) for rank in range(len(words)))]
    documents = (
        SearchDocument("", "", " ".join(source.choices(words, cum_weights=weights, k=200)))
        for _ in range(count)
    )
    found: dict[str, list[int]] = {}
    for page in render_index("x/i", map(index_document, documents), count):
        assert isinstance(page.content, str)
        name = page.path.rpartition("/")[2]
        kind = "t" if name == "i.js" else name[0]
        found.setdefault(kind, []).append(len(gzip.compress(page.content.encode(), 6)))
    return found


def test_ten_times_the_records_make_more_shards_and_hardly_greater_ones() -> None:
    few, many = sizes(300), sizes(3000)
    assert len(many["w"]) > 5 * len(few["w"])
    queries = [mean(each["w"]) + mean(each["p"]) + each["t"][0] for each in (few, many)]
    assert queries[1] < 1.2 * queries[0]
    assert max(many["w"]) < 15_000
    assert max(many["o"]) < 40_000
