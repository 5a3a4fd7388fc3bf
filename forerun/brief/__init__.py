"""The brief: one document on a desk, every number traced to a release and a vintage."""
