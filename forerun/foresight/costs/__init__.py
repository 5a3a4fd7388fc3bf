"""What a technology will cost, how well that is known, and when it is cheaper than another."""
