"""Names of places and which place each one means: the parts of `dragoman.coder.where`."""
