"""One module per subject, each with ``measure() -> Iterable[Row]``; ``bench.run`` finds them."""
