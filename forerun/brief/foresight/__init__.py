"""The sections of a dossier: each a function from what is known of an industry to a section."""
