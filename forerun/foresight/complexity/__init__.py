"""Economic complexity: which activities places are strong in, and which lie close to them."""
