"""The report of a trial, section by section."""
