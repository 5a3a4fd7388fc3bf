"""Trial design: which places, how many, how long, what could be seen, and how like the country they are."""
