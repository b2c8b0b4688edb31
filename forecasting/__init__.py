"""What comes next: a pure library, (series_id, date, value) in, (mean, low, high, method) out. Imports nobody."""

from forecasting.backtest import backtest
from forecasting.forecast import forecast
from forecasting.panel import BadFrame

__all__ = ["BadFrame", "backtest", "forecast"]
