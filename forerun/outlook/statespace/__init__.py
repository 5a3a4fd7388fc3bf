"""Linear Gaussian state spaces with any matrices: small, exact, and what the published references are held against."""
