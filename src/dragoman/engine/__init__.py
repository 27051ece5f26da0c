"""Many documents: one `code_batch` over Arrow batches, and a pool of local processes."""
