"""Gold files to scores, and the corpus."""
