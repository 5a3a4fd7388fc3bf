"""Fields: which topics or patent classes grow, from counts or documents, and how far that can be trusted."""
