"""How the words of a document come to mean parties: the parts of `dragoman.coder.who`."""
