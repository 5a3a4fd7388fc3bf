"""Write the calibration of cost forecasts that ships: ``python tests/reference/make_foresight_costs.py``.

Reads the cost curves of the reference material beside the checkout, pools those whose yearly costs fall, and
writes ``forerun/foresight/costs/calibration.toml``.
"""

from __future__ import annotations

from pathlib import Path

from forerun.foresight.costs.calibration import calibrate
from forerun.foresight.costs.shipped import FILE, written
from forerun.foresight.costs.tables import read_curves

ROOT = Path(__file__).parents[2]
CURVES = ROOT.parent / "shared" / "data" / "foresight" / "pcdb_cost_curves.csv"
DATABASE = (
    "Performance Curve Database (Santa Fe Institute), 46 of the 87 technologies collected in"
    " carnegie/clab_experience_curve, doi 10.5281/zenodo.13308841"
)


def made() -> str:
    """The text of the file."""
    curves = read_curves(CURVES).curves
    return written(calibrate(curves), DATABASE, "tests/reference/make_foresight_costs.py")


if __name__ == "__main__":
    FILE.write_text(made(), encoding="utf-8")
