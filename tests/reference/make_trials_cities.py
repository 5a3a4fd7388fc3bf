"""Prints what pyfixest says about two regressions of the Chinese city panel, under both conventions.

Run by hand in an environment of its own; the tests hold the numbers printed::

    python -m venv venv && venv/bin/pip install pyfixest==0.60.0
    venv/bin/python tests/reference/make_trials_cities.py CHINA_LOWCARBON_FULL_2007_2023.csv
"""

from __future__ import annotations

import sys

import pandas as pd
import pyfixest as pf

CONTROLS = {
    "A": "ln_pgdp + tertiary_share + ln_fdi",
    "B": "ln_pop + industrial_upgrading + ln_road_area + fdi_openness",
}


def main() -> None:
    """Coefficient, clustered error, rows and clusters by controls, clusters and convention."""
    table = pd.read_csv(sys.argv[1])
    table = table[table["treat"].notna()].assign(province=lambda rows: rows["city_code"] // 10_000)
    for name, controls in CONTROLS.items():
        for cluster in ("city_name", "province"):
            for counted in ("full", "nonnested"):
                found = pf.feols(
                    f"ln_carbon_intensity ~ did + {controls} | city_name + year",
                    data=table,
                    vcov={"CRV1": cluster},
                    ssc=pf.ssc(k_fixef=counted),
                )
                numbers = f"{found.coef()['did']:.13f} {found.se()['did']:.13f}"
                sys.stdout.write(f"{name} {cluster} {counted} {numbers} {found._N} {found._G[0]}\n")


if __name__ == "__main__":
    main()
