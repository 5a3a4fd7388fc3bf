"""The sections of a brief: each a function from what is on the desk to a section, or to nothing."""
