"""PLOVER and CAMEO as data, and typed look-ups."""

from dragoman.codebook.book import CameoCode, Codebook, EventType, Mode, load_codebook
from dragoman.codebook.own import OwnType

__all__ = ["CameoCode", "Codebook", "EventType", "Mode", "OwnType", "load_codebook"]
