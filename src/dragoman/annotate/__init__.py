"""Text to layers: sentences, tags, lemmas, syntax, roles, entities, attributions, event triggers.

The only room that knows tensors. One small encoder reads a window of a document once; every layer
is a head on that pass.
"""
