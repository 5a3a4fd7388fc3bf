"""What can be said of all future industries from the ledger alone, for the brief."""

from __future__ import annotations

from dataclasses import dataclass

from forerun.foresight.costs.claims import study_claims as cost_claims
from forerun.foresight.costs.study import Question, ledger_study, wanted_of
from forerun.foresight.diffusion.claims import study_claims as spread_claims
from forerun.foresight.diffusion.ledger_paths import wanted_of as paths_of
from forerun.foresight.diffusion.study import Question as SpreadQuestion
from forerun.foresight.diffusion.study import ledger_study as spread_study
from forerun.foresight.evidence import Evidence, evidence
from forerun.foresight.industries import future_industries
from forerun.foresight.scores import Claim
from forerun.ledger.snapshot import Snapshot

YEARS = 10
"""Years ahead."""


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """The evidence on every industry of the profile, and every claim that it allows.

    Attributes:
        evidence: of each industry.
        claims: of costs and of diffusion, with their scores.
    """

    evidence: tuple[Evidence, ...]
    claims: tuple[Claim, ...]


def survey(snapshot: Snapshot) -> Survey | None:
    """Everything that the ledger allows; None where the profile names no future industries."""
    industries = future_industries(snapshot.catalog)
    if not industries:
        return None
    wanted = wanted_of(industries)
    costs = ledger_study(snapshot, wanted, Question(YEARS), ()) if wanted else None
    found = tuple(evidence(each, snapshot) for each in industries)
    paths = paths_of(industries)
    spread = spread_study(snapshot, paths, paths, SpreadQuestion(YEARS)) if paths else None
    told = (
        *(cost_claims(costs, snapshot.catalog) if costs else ()),
        *(spread_claims(spread) if spread else ()),
    )
    return Survey(found, told)
