"""From X-13's diagnostics file to effects, model and diagnostics."""

from __future__ import annotations

import re
from collections.abc import Mapping

from forerun.outlook.seasonal.result import Diagnostics, Effect, Model, Stability, Test

Log = Mapping[str, str]

_KINDS = {
    "User-defined Holiday": "holiday",
    "Trading Day": "trading-day",
    "1-Coefficient Trading Day": "trading-day",
    "Leap Year": "leap-year",
    "AutoOutlier": "outlier",
    "Outlier": "outlier",
    "AO": "outlier",
    "LS": "outlier",
    "TC": "outlier",
    "Missing Value": "missing",
}
_NOT_REGRESSION = ("AR", "MA", "chi", "ftest", "variance", "acf2q", "sigacf", "sigpacf", "seats", "aape")
_NUMBERS = re.compile(r"[-+]?\d+\.\d+(?:[ED][-+]?\d+)?")
_QS = {
    "seasonality": {"qsori": "QS original", "qssori": "QS original, last eight years"},
    "residual": {
        "qssadj": "QS adjusted",
        "qsirr": "QS irregular",
        "qsssadj": "QS adjusted, last eight years",
        "qssirr": "QS irregular, last eight years",
        "qssadjevadj": "QS adjusted, without extremes",
    },
    "residuals": {"qsrsd": "QS residuals"},
}


def effects(log: Log, names: Mapping[str, str]) -> tuple[Effect, ...]:
    """The coefficients of the regression with their standard errors.

    Args:
        log: X-13's diagnostics.
        names: what the regressors of holidays are called, by their name in the specification.
    """
    found = []
    for key, value in log.items():
        group, dollar, name = key.partition("$")
        numbers = _NUMBERS.findall(value)
        if dollar and group not in _NOT_REGRESSION and len(numbers) == 3:
            estimate, error = (float(number) for number in numbers[:2])
            found.append(Effect(_KINDS.get(group, "other"), names.get(name, name), estimate, error))
    return tuple(found)


def outliers(log: Log) -> tuple[str, ...]:
    """The outliers that were found, as a specification names them."""
    return tuple(effect.name for effect in effects(log, {}) if effect.kind == "outlier")


def model(log: Log) -> Model:
    """The regARIMA model that was fitted."""
    logged = "log" in log.get("aictrans", log.get("transform", "")).lower()
    return Model(
        arima=log.get("arimamdl", log.get("automdl", "")),
        combination="multiplicative" if logged else "additive",
        log=logged,
        aicc=float(log["aicc"]),
    )


def diagnostics(log: Log, f_tests: tuple[Test, ...]) -> Diagnostics:
    """Quality of the adjustment; ``f_tests`` join X-13's own tests of a residual season."""
    named = {group: _qs(log, names) for group, names in _QS.items()}
    present = log.get("f2.idseasonal")
    return Diagnostics(
        m=tuple(float(log[key]) for key in (f"f3.m{number:02d}" for number in range(1, 12)) if key in log),
        q=_number(log, "f3.q"),
        q_without_m2=_number(log, "f3.qm2"),
        identifiable=None if present is None else present == "yes",
        seasonality=named["seasonality"] + _f_percent(log),
        residual=named["residual"] + f_tests,
        residuals=named["residuals"] + _portmanteau(log),
        peaks=_peaks(log),
        stability=_stability(log),
    )


def _qs(log: Log, names: Mapping[str, str]) -> tuple[Test, ...]:
    pairs = ((name, log[key].split()) for key, name in names.items() if key in log)
    return tuple(Test(name, float(pair[0]), float(pair[1])) for name, pair in pairs if len(pair) == 2)


def _f_percent(log: Log) -> tuple[Test, ...]:
    """Tests of which X-13 gives the p-value in percent."""
    names = {
        "f2.fsd8": "F stable season",
        "f2.msf": "F moving season",
        "f2.kw": "Kruskal-Wallis stable season",
    }
    pairs = ((name, log[key].split()) for key, name in names.items() if key in log)
    return tuple(Test(name, float(pair[0]), float(pair[1]) / 100) for name, pair in pairs)


def _portmanteau(log: Log) -> tuple[Test, ...]:
    keys = [key for key in log if key.startswith("acf2q$")]
    if not keys:
        return ()
    statistic, _, p_value = log[keys[-1]].split()
    return (Test(f"Ljung-Box to lag {keys[-1].partition('$')[2]}", float(statistic), float(p_value)),)


def _peaks(log: Log) -> tuple[str, ...]:
    """Significant peaks of the spectra of adjusted series, irregular and residuals."""
    found = []
    for kind, name in (("seas", "seasonal"), ("td", "trading day")):
        words = log.get(f"peaks.{kind}", "none").split()
        found += [f"{name} peak in {_SPECTRA[word]}" for word in words if word in _SPECTRA]
    return tuple(found)


_SPECTRA = {"sa": "adjusted series", "irr": "irregular", "rsd": "residuals"}


def _stability(log: Log) -> Stability | None:
    if log.get("sspans") != "yes" and log.get("history") != "yes":
        return None
    return Stability(
        _percent(log, "s2.a.per"),
        _percent(log, "s2.d.per"),
        _revision(log, "r01"),
        _revision(log, "r02"),
    )


def _percent(log: Log, key: str) -> float | None:
    numbers = _NUMBERS.findall(log.get(key, ""))
    return float(numbers[-1]) if numbers else None


def _revision(log: Log, table: str) -> float | None:
    """Mean absolute revision where X-13 gives it in percent, which it cannot do of values around zero."""
    relative = log.get("r01.aarmode") == "percent"
    return _number(log, f"{table}.lag00.aar.all") if relative else None


def _number(log: Log, key: str) -> float | None:
    return float(log[key]) if key in log else None
