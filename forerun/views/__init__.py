"""Views: how results look as objects, words, tables and charts, in English and Chinese."""
