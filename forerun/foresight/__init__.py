"""Foresight: which future industries are coming, how fast, and which places are prepared."""
