"""Which activities a place is likely to enter, told from what is related to what it has."""
