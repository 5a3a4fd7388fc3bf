"""Diffusion: how far something has spread, how far it may spread, and what cannot be said of it yet."""
