"""What a country's statistics consist of: data files of a profile, read into frozen values."""
