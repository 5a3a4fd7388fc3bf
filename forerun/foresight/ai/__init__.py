"""Exposure of industries to applications of artificial intelligence, carried to GB/T 4754 and to places."""
