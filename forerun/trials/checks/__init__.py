"""Checks of a trial's result: what would have to be true for its effect to mean what it seems to mean."""
