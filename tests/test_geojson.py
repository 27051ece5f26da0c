from __future__ import annotations

import json

from dragoman.geojson import feature_collection
from dragoman.records import Reading


def test_events_with_coordinates_become_points(reading: Reading) -> None:
    collection = json.loads(feature_collection([reading]))
    assert collection["type"] == "FeatureCollection"
    (feature,) = collection["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [14.25, 50.5]}
    assert feature["properties"]["status"] == "contested"
    assert feature["properties"]["denied_by"] == ["RUR"]


def test_no_readings_give_an_empty_map() -> None:
    assert json.loads(feature_collection([])) == {"type": "FeatureCollection", "features": []}
