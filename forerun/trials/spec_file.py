"""A trial as a TOML file.

::

    [trial]
    id = "low-carbon-2010"                 # in file names
    name_en = "Low-carbon provinces"
    name_zh = "低碳省区"
    question = "Did output grow differently where ...?"
    decides = "who decides"

    [outcome]                              # either an indicator of the ledger, one series a place ...
    indicator = "gdp"
    activity = ""                          # optional
    measure = "level"
    first = "2006"                         # optional, as is last
    last = "2019"
    covariates = ["gdp/population"]        # optional: indicators, or one divided by another
    transform = "log"                      # "none" (the default), or "logged": logarithms already
    # [outcome]                            # ... or a table of your own, beside this file
    # file = "panel.csv"                   # CSV or Parquet, a row for each place and period
    # place = "city"                       # names of its columns
    # period = "year"
    # value = "output"
    # start = "first_treated"              # or treated = "did" (0 or 1)
    # covariates = ["population"]
    # weight = "population"
    # cluster = "province"
    # group = "region"                     # by which designs are stratified
    # large = true                         # Parquet file or folder that is not to be held in memory
    # series = "IVA"                       # the country's series under which the effect is recorded

    [places]                               # optional
    eligible = []                          # empty: all that have the outcome
    excluded = ["cn-540000"]

    [treatment]                            # optional where the table says it, or before there is any
    programme = "low_carbon_pilot"         # of the profile's treatments ...
    levels = ["province"]
    batches = []
    others = "exclude"                     # places that it reached otherwise: "exclude" or "control"
    # starts = { cn-440000 = "2011" }      # ... or place by place
    begins = "next"                        # the first whole period ("next") or the "same" period
    attention_ended = "2016"               # optional: from when officials no longer attended to it

    [analysis]
    estimator = "sdid"                     # see forerun/trials/result.py
    beside = ["difference_in_differences"] # for comparison
    inference = "placebo"
    alpha = 0.1
    covariates = []
    control = "never_treated"              # or "not_yet_treated"
    anticipation = 0
    adjustment = "doubly_robust"           # or "outcome_regression"
    levels = false                         # whether the ridge fits levels; else places may differ in level
    seed = 1

    [design]                               # optional: what the search for places may consider
    sizes = [2, 3]
    durations = [10]
    effects = [0.0, 0.05, 0.1]
    lookback = 5
    candidates = 1000
    sampling = "stratified"                # over groups or regions; or "any", "similar" (moving alike)
    include = []
    places_file = "candidates.csv"         # only these may be chosen, a CSV file with a column place
    given = [["cn-440000", "cn-420000"]]   # sets that are scored as they stand
    budget = 100000.0
    cost_per_place = 1000.0
    costs = { cn-440000 = 2000.0 }
    cost_per_unit = 7.5                    # of the outcome that the effect adds
    power = 0.8
    waves = 1                              # places begin in so many waves ...
    every = 1                              # ... one in so many periods
    seed = 1

    [checks]
    planned = ["in_time", "leave_one_out", "pretrends", "honest", "spillover", "fadeout"]

    [spillover]
    rule = "exclude"                       # "ignore", "exclude" or "model"
    links = ["land"]

    [target]                               # optional: the population for which the effect is wanted
    places = []                            # empty: all eligible ones
    characteristics = ["population"]
    effort = ""                            # a characteristic that measures effort
    normal_effort = 0.0
    effort_share = [0.0, 0.2, 0.4]         # an assumption: low, central, high

    [decision]
    direction = "higher"                   # which way is better
    matters = 0.02                         # the effect that matters, in the outcome's unit after transform
    scale_at = 0.0                         # scale when the interval lies above this; matters if left out
    stop_at = 0.0                          # stop when it lies below this; matters if left out
    extend_at = 0.0                        # else extend when it lies above this; 0 if left out
    requires = ["pretrends"]               # checks that must be passed for scaling
    transported = false                    # whether the interval for the target population decides
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from forerun.catalog.model import Catalog
from forerun.catalog.toml import TomlTable
from forerun.errors import SpecError
from forerun.trials.candidate_file import read_candidates
from forerun.trials.design.question import Sampling
from forerun.trials.did.adjust import Adjustment
from forerun.trials.did.rule import Controls
from forerun.trials.panel import LARGEST_NUMBER
from forerun.trials.result import POSSIBLE, Estimator, Inference
from forerun.trials.spec import (
    Analysis,
    Begins,
    DecisionRule,
    DesignPlan,
    Direction,
    FileOutcome,
    LedgerOutcome,
    Others,
    Places,
    Planned,
    Programme,
    SpilloverRule,
    TargetPopulation,
    Transform,
    Treatment,
    TrialSpec,
)
from forerun.trials.spec_outcome import read_outcome, refuse_large

LAYOUT = "forerun/trials/spec_file.py"
LARGEST_FILE = 1_000_000
MOST_MONEY = 1e15
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}\Z")
_TABLES = (
    "trial",
    "outcome",
    "places",
    "treatment",
    "analysis",
    "design",
    "checks",
    "spillover",
    "target",
    "decision",
)


def read_trial(path: Path, catalog: Catalog) -> TrialSpec:
    """The trial of a file.

    Raises:
        SpecError: the file cannot be read, or says what no trial can mean; names the table and the key.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise SpecError("is too large for a trial", where=str(path), advice=f"{LAYOUT} shows one")
        text = path.read_text("utf-8-sig")
    except OSError as problem:
        raise SpecError(
            f"cannot be read: {problem.strerror}",
            where=str(path),
            advice="Begin one with `forerun trial new NAME`",
        ) from problem
    except ValueError as problem:
        raise SpecError("is no UTF-8 text", where=str(path), advice="Save it as UTF-8") from problem
    return parse_trial(text, str(path), path.parent, catalog)


def parse_trial(text: str, where: str, folder: Path, catalog: Catalog) -> TrialSpec:
    """The trial of a text; files that it names stand in ``folder``.  Errors as :func:`read_trial`."""
    try:
        cells = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        raise SpecError(f"is not TOML: {problem}", where=where, advice=f"{LAYOUT} shows one") from problem
    top = TomlTable(cells, where, LAYOUT, catalog)
    top.only(*_TABLES)
    head = top.table("trial")
    head.only("id", "name_en", "name_zh", "question", "decides")
    if not ID.match(head.text("id")):
        raise head.problem("id", "must be lower-case letters, digits and hyphens, at most 60")
    spillover = top.part("spillover")
    spillover.only("rule", "links")
    outcome = read_outcome(top.table("outcome"), folder)
    checks = top.part("checks")
    checks.only("planned")
    planned = checks.words("planned", Planned)
    target = _target(top.part("target"))
    analysis = _analysis(top.table("analysis"))
    transform = top.table("outcome").word("transform", Transform, Transform.NONE)
    refuse_large(top.table("outcome"), outcome, analysis, transform)
    return TrialSpec(
        id=head.text("id"),
        names=head.names(),
        question=head.text("question"),
        decides=head.text("decides"),
        outcome=outcome,
        transform=transform,
        places=_places(top.part("places")),
        treatment=_treatment(top.part("treatment"), outcome),
        analysis=analysis,
        design=_design(top.part("design"), folder),
        checks=planned,
        spillover=spillover.word("rule", SpilloverRule, SpilloverRule.IGNORE),
        links=spillover.texts("links") or ("land",),
        target=target,
        rule=_rule(top.table("decision"), planned, target),
        text=text,
    )


def _places(table: TomlTable) -> Places:
    table.only("eligible", "excluded")
    return Places(table.texts("eligible"), table.texts("excluded"))


def _treatment(table: TomlTable, outcome: LedgerOutcome | FileOutcome) -> Treatment:
    table.only("programme", "levels", "batches", "others", "starts", "begins", "attention_ended")
    said = [key for key in ("programme", "starts") if key in table.cells]
    if isinstance(outcome, FileOutcome) and (outcome.start or outcome.treated):
        said.append("outcome.start" if outcome.start else "outcome.treated")
    if len(said) > 1:
        raise table.problem(said[0], f"says when treatment begins, and so does {said[1]}: give one")
    return Treatment(
        _programme(table) if "programme" in table.cells else None,
        _starts(table.table("starts")) if "starts" in table.cells else {},
        table.word("begins", Begins, Begins.NEXT),
        table.text("attention_ended", ""),
    )


def _programme(table: TomlTable) -> Programme:
    name, known = table.text("programme"), sorted({each.programme for each in table.catalog.treatments})
    if name not in known:
        raise table.problem(
            "programme",
            f"{name!r} is no treatment of the profile: {', '.join(known) or 'it has none'}",
        )
    others = table.word("others", Others, Others.EXCLUDE)
    return Programme(name, table.texts("levels"), table.texts("batches"), others)


def _starts(table: TomlTable) -> dict[str, str]:
    return {place: table.text(place) for place in table.cells}


def _analysis(table: TomlTable) -> Analysis:
    known = ("estimator", "beside", "inference", "alpha", "covariates", "control", "anticipation", "seed")
    table.only(*known, "adjustment", "levels")
    estimator, inference = table.word("estimator", Estimator), table.word("inference", Inference)
    if inference not in POSSIBLE[estimator]:
        raise table.problem(
            "inference", f"{inference} is not defined for {estimator}: use {', '.join(POSSIBLE[estimator])}"
        )
    return Analysis(
        estimator,
        inference,
        table.share("alpha"),
        table.words("beside", Estimator),
        table.texts("covariates"),
        table.word("control", Controls, Controls.NEVER),
        table.whole("anticipation", 0),
        table.whole("seed", 1),
        table.word("adjustment", Adjustment, Adjustment.DOUBLY_ROBUST),
        table.flag("levels"),
    )


def _design(table: TomlTable, folder: Path) -> DesignPlan:
    table.only(
        "sizes",
        "durations",
        "effects",
        "lookback",
        "candidates",
        "sampling",
        "include",
        "places_file",
        "given",
        "budget",
        "costs",
        "cost_per_place",
        "cost_per_unit",
        "power",
        "waves",
        "every",
        "seed",
    )
    plain = DesignPlan()
    budget = _money(table, "budget") if "budget" in table.cells else None
    costs = table.table("costs") if "costs" in table.cells else None
    return DesignPlan(
        sizes=table.wholes("sizes") or plain.sizes,
        durations=table.wholes("durations"),
        effects=table.numbers("effects") or plain.effects,
        lookback=table.whole("lookback", plain.lookback, least=1),
        candidates=table.whole("candidates", plain.candidates, least=1),
        sampling=table.word("sampling", Sampling, plain.sampling),
        include=table.texts("include"),
        among=read_candidates(folder / table.text("places_file")) if "places_file" in table.cells else (),
        given=_sets(table),
        budget=budget,
        costs={place: _money(costs, place) for place in costs.cells} if costs else {},
        cost_per_place=_money(table, "cost_per_place"),
        cost_per_unit=_money(table, "cost_per_unit"),
        power=table.share("power", plain.power),
        waves=table.whole("waves", plain.waves, least=1),
        every=table.whole("every", plain.every, least=1),
        seed=table.whole("seed", plain.seed),
    )


def _money(table: TomlTable, key: str) -> float:
    amount = table.amount(key, 0.0)
    if amount > MOST_MONEY:
        raise table.problem(key, f"must be at most {MOST_MONEY:g}")
    return amount


def _target(table: TomlTable) -> TargetPopulation:
    table.only("places", "characteristics", "effort", "normal_effort", "effort_share")
    share = table.numbers("effort_share")
    if share and not (len(share) == 3 and 0 <= share[0] <= share[1] <= share[2] < 1):
        raise table.problem("effort_share", "must be three shares below one, low, central, high")
    normal = table.number("normal_effort") if "normal_effort" in table.cells else None
    return TargetPopulation(
        table.texts("places"), table.texts("characteristics"), table.text("effort", ""), normal, share
    )


def _rule(table: TomlTable, planned: tuple[Planned, ...], target: TargetPopulation) -> DecisionRule:
    table.only("direction", "matters", "scale_at", "stop_at", "extend_at", "requires", "transported")
    matters = table.number("matters")
    if not 0 < matters <= LARGEST_NUMBER:
        what = f"must be above zero and at most {LARGEST_NUMBER:g}; direction says which way is better"
        raise table.problem("matters", what)
    scale, stop, extend = (
        table.number(key) if key in table.cells else fallback
        for key, fallback in (("scale_at", matters), ("stop_at", matters), ("extend_at", 0.0))
    )
    if stop > scale:
        raise table.problem("stop_at", f"is above scale_at ({scale:g}): an interval could say both")
    if extend >= scale:
        raise table.problem("extend_at", f"is not below scale_at ({scale:g}): extending could never fire")
    rule = DecisionRule(
        table.word("direction", Direction),
        matters,
        scale,
        stop,
        extend,
        table.words("requires", Planned),
        table.flag("transported"),
    )
    if unplanned := [each for each in rule.requires if each not in planned]:
        raise table.problem("requires", f"names {unplanned[0]}, which is not planned: it could never fire")
    if rule.transported and not target.characteristics:
        raise table.problem("transported", "needs characteristics in [target]: the rule could never fire")
    return rule


def _sets(table: TomlTable) -> tuple[tuple[str, ...], ...]:
    given = table.cells.get("given", [])
    sound = isinstance(given, list) and all(
        isinstance(each, list) and each and all(isinstance(place, str) for place in each) for each in given
    )
    if not sound:
        raise table.problem("given", "must be a list of lists of places")
    return tuple(tuple(each) for each in given)
