"""Linear Gaussian state spaces with any matrices: small, exact, and held against published references."""
