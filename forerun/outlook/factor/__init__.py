"""The dynamic factor model: a collapsed filter and smoother, and estimators whose loadings move."""
