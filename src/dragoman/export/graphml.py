"""GraphML: parties as nodes, and an edge for every kind of event between two of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from dragoman.export.coded import Coded, knowledge
from dragoman.flat import is_mutual, pairs

_Key = tuple[str, str, str, str]
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="name" for="node" attr.name="name" attr.type="string"/>
<key id="type" for="edge" attr.name="type" attr.type="string"/>
<key id="status" for="edge" attr.name="status" attr.type="string"/>
<key id="events" for="edge" attr.name="events" attr.type="int"/>
<key id="score" for="edge" attr.name="score" attr.type="double"/>
<graph id="dragoman" edgedefault="directed">
"""


def write(file: TextIO, chosen: Iterable[Coded]) -> int:
    """Edges by actor, recipient, type and status, with their number and mean score."""
    edges: dict[_Key, list[float]] = {}
    for coded in chosen:
        event = coded.event
        for actor, recipient in pairs(event):
            if not (actor and recipient and actor.party and recipient.party):
                continue
            ends = [(actor.party, recipient.party)]
            ends += [(recipient.party, actor.party)] if is_mutual(event) else []
            for one, other in ends:
                edge: _Key = (one, other, event.type, event.status)
                edges.setdefault(edge, []).append(event.score or 0.0)
    file.write(_HEAD)
    for party in sorted({party for one, other, _, _ in edges for party in (one, other)}):
        name = escape(knowledge().party_name(party))
        file.write(f'<node id={quoteattr(party)}><data key="name">{name}</data></node>\n')
    for number, (key, scores) in enumerate(sorted(edges.items())):
        file.write(_edge(number, key, scores))
    file.write("</graph>\n</graphml>\n")
    return len(edges)


def _edge(number: int, key: _Key, scores: list[float]) -> str:
    one, other, kind, status = key
    mean = round(sum(scores) / len(scores), 4)
    return (
        f'<edge id="e{number}" source={quoteattr(one)} target={quoteattr(other)}>'
        f'<data key="type">{escape(kind)}</data><data key="status">{escape(status)}</data>'
        f'<data key="events">{len(scores)}</data><data key="score">{mean}</data></edge>\n'
    )
