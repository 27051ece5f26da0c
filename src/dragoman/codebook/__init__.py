"""PLOVER and CAMEO as data, and typed look-ups."""

from dragoman.codebook.book import Codebook, EventType, Mode, load_codebook

__all__ = ["Codebook", "EventType", "Mode", "load_codebook"]
