"""Difference-in-differences: effects by cohort and period, their averages, two-way fixed effects beside."""
