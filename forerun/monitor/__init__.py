"""How is the industrial economy doing, really, as known on a day?"""

from forerun.monitor.build import monitor
from forerun.monitor.result import Monitor

__all__ = ["Monitor", "monitor"]
