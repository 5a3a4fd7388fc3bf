"""Seasonal adjustment through X-13ARIMA-SEATS, with holidays that move."""
