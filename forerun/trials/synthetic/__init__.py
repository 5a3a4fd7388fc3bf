"""The untreated path of the treated places, put together from the paths of places that were not treated."""
