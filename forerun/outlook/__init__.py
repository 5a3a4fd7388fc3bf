"""Where the quarter and the year will end, and why the forecast moved."""
