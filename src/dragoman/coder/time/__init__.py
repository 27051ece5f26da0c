"""Words of time: the grammar that reads them and the actions that say what they mean."""
