"""Documents to statements: what a release says, and where in it."""
