"""Transport: what the effect of a local trial would be in the whole country."""
