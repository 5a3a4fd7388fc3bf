"""What each kind of finding says, how bad it is, and what to check: prose apart from the checks.

Templates are filled with the rows of the finding by position (``{0.period}``, ``{1.value:.10g}``) and with
named numbers or texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forerun.ledger.findings import Finding, Kind, Severity
from forerun.periods import Period
from forerun.types import Names, Observation


@dataclass(frozen=True, slots=True)
class Wording:
    """Severity, message template and advice of one kind."""

    severity: Severity
    message: Names
    check: Names


def finding(
    kind: Kind,
    rows: Sequence[Observation],
    told: Mapping[str, float | str] | None = None,
    *,
    severity: Severity | None = None,
    because: Names | None = None,
    periods: tuple[Period, ...] = (),
) -> Finding:
    """A finding in words.

    Args:
        kind: decides the words, and the severity unless it is given.
        rows: the rows that show it, in the order in which the template names them.
        told: named numbers and texts of the template.
        severity: replaces that of the kind.
        because: a reason known beforehand, added to the message.
        periods: the periods in question, where they are not those of all rows.
    """
    words, values = WORDS[kind], told or {}
    tail = because or Names("", "")
    return Finding(
        kind=kind,
        severity=severity or words.severity,
        series=tuple(dict.fromkeys(row.series for row in rows)),
        periods=periods or tuple(sorted({row.period for row in rows})),
        message=Names(
            words.message.en.format(*rows, **values) + (f". {tail.en}" if tail.en else ""),
            words.message.zh.format(*rows, **values) + (f"。{tail.zh}" if tail.zh else ""),
        ),
        check=words.check,
        observations=tuple(rows),
    )


_UNITS = Names("Compare unit and scope with the source", "对照来源核对单位和口径")
_READING = Names(
    "Compare with the source: digits or a sign may be misread", "对照来源核对数字与正负号是否误读"
)
_PARTS = Names(
    "Compare unit, scope and vintage of the whole and of each part",
    "核对总体与各分项的单位、口径和版本",
)
_SHARES = Names(
    "Look for a digit misread in one of the three, or for a new scope of one of them",
    "核对三个数字是否误读，或其中之一口径已变",
)
_VINTAGES = Names(
    "Compare the vintages: one of the figures was revised, misread or is of another scope",
    "核对版本：其中之一有修订、误读或口径不同",
)
_DAYS = Names("Compare the publication day with the release calendar", "对照发布日程核对公布日期")

WORDS: Mapping[Kind, Wording] = {
    Kind.PARTS_AGAINST_TOTAL: Wording(
        Severity.ERROR,
        Names(
            "the parts add up to {sum:.10g} in {0.period}, the total is {0.value:.10g} ({gap:+.6g})",
            "{0.period}各分项合计{sum:.10g}，总数为{0.value:.10g}（相差{gap:+.6g}）",
        ),
        _PARTS,
    ),
    Kind.PART_EXCEEDS_WHOLE: Wording(
        Severity.ERROR,
        Names(
            "{1.series} {1.value:.10g} exceeds its whole {0.value:.10g} in {0.period}",
            "{0.period}分项{1.series}为{1.value:.10g}，大于总体{0.value:.10g}",
        ),
        _PARTS,
    ),
    Kind.GROWTH_OUTSIDE_PARTS: Wording(
        Severity.WARNING,
        Names(
            "growth of {0.value:.10g} in {0.period} lies outside that of its parts, "
            "{low:.10g} to {high:.10g}",
            "{0.period}增速{0.value:.10g}不在各分项增速{low:.10g}至{high:.10g}之间",
        ),
        _PARTS,
    ),
    Kind.SHARE_AGAINST_LEVELS: Wording(
        Severity.ERROR,
        Names(
            "a share of {0.value:.10g} percent is published for {0.period}; "
            "{1.value:.10g} of {2.value:.10g} is {implied:.2f} percent",
            "{0.period}公布占比{0.value:.10g}%，按{1.value:.10g}与{2.value:.10g}计算为{implied:.2f}%",
        ),
        _SHARES,
    ),
    Kind.SHARE_AGAINST_PART: Wording(
        Severity.WARNING,
        Names(
            "the share falls from {0.value:.10g} in {0.period} to {1.value:.10g} in {1.period} "
            "while its part rises: the whole would have grown by {implied:.1f} percent",
            "分项上升而占比由{0.period}的{0.value:.10g}%降至{1.period}的{1.value:.10g}%，意味着总体增长{implied:.1f}%",
        ),
        _SHARES,
    ),
    Kind.NET_ADDITION_AGAINST_LEVELS: Wording(
        Severity.ERROR,
        Names(
            "{0.value:.10g} added by {0.period} since the end of the year before, but {1.value:.10g} less "
            "{2.value:.10g} is {change:.6g}",
            "截至{0.period}公布年内新增{0.value:.10g}，而存量{1.value:.10g}减{2.value:.10g}为{change:.6g}",
        ),
        Names(
            "Compare the stock at both ends with the addition: one was revised or misread",
            "核对期初、期末存量与新增数：其中之一有修订或误读",
        ),
    ),
    Kind.FALLING_CUMULATIVE: Wording(
        Severity.ERROR,
        Names(
            "January to {1.period} ({1.value:.10g}) is less than January to {0.period} ({0.value:.10g})",
            "{1.period}累计{1.value:.10g}小于{0.period}累计{0.value:.10g}",
        ),
        _VINTAGES,
    ),
    Kind.MONTHS_AGAINST_CUMULATIVE: Wording(
        Severity.WARNING,
        Names(
            "{0.value:.10g} in {0.period}, but the cumulative figures give {change:.10g}",
            "{0.period}当期为{0.value:.10g}，而由累计数推算为{change:.10g}",
        ),
        _VINTAGES,
    ),
    Kind.GROWTH_AGAINST_LEVELS: Wording(
        Severity.NOTE,
        Names(
            "growth of {0.value:+.10g} is published for {0.period}; the levels {1.value:.10g} and "
            "{2.value:.10g} give {implied:+.1f} (the furthest apart of {count:.0f})",
            "{0.period}公布增速{0.value:+.10g}，按公布水平{1.value:.10g}与{2.value:.10g}计算为{implied:+.1f}"
            "（共{count:.0f}期，此期相差最大）",
        ),
        Names(
            "Never compute growth from these levels: the published rate is on a comparable basis",
            "不可用公布水平计算增速：公布增速为可比口径",
        ),
    ),
    Kind.OUT_OF_RANGE: Wording(
        Severity.ERROR,
        Names(
            "{0.value:.10g} {0.unit} in {0.period} is outside {low:g} to {high:g}",
            "{0.period}的{0.value:.10g}（{0.unit}）超出{low:g}至{high:g}",
        ),
        _READING,
    ),
    Kind.UNIT_OFF: Wording(
        Severity.ERROR,
        Names(
            "{0.value:.10g} in {0.period} is about 10^{power:.0f} times what is expected ({expected:.4g})",
            "{0.period}的{0.value:.10g}约为邻近数值（{expected:.4g}）的10的{power:.0f}次方倍",
        ),
        _UNITS,
    ),
    Kind.SIGN_FLIP: Wording(
        Severity.WARNING,
        Names(
            "{0.value:+.10g} in {0.period}, where its neighbours say {expected:+.4g}: the sign may be lost",
            "{0.period}为{0.value:+.10g}，邻近数值为{expected:+.4g}：正负号可能有误",
        ),
        _READING,
    ),
    Kind.LEVEL_JUMP: Wording(
        Severity.WARNING,
        Names(
            "from {0.period} to {last} the level stands apart by a factor of {factor:.3g} "
            "({before:.4g}, then {0.value:.10g})",
            "{0.period}至{last}的水平与前后相差{factor:.3g}倍（此前{before:.4g}，其后{0.value:.10g}）",
        ),
        _UNITS,
    ),
    Kind.OUTLIER: Wording(
        Severity.NOTE,
        Names(
            "{0.value:.10g} in {0.period} is far from what its neighbours say ({expected:.4g})",
            "{0.period}的{0.value:.10g}远离邻近数值（{expected:.4g}）",
        ),
        _READING,
    ),
    Kind.PERIOD_NOT_OVER: Wording(
        Severity.WARNING,
        Names(
            "published on {0.published}, before {0.period} was over",
            "{0.published}公布时{0.period}尚未结束",
        ),
        _DAYS,
    ),
    Kind.DUPLICATE: Wording(
        Severity.ERROR,
        Names(
            "{0.source} says {0.value:.10g} and {1.value:.10g} for {0.period} on the same day",
            "{0.source}同日对{0.period}给出{0.value:.10g}与{1.value:.10g}",
        ),
        _READING,
    ),
    Kind.CONFLICT: Wording(
        Severity.WARNING,
        Names(
            "{0.publisher} says {0.value:.10g} for {0.period} ({0.source}), {1.publisher} {1.value:.10g} "
            "({1.source}); in conflict: {count:.0f}",
            "{0.period}：{0.publisher}为{0.value:.10g}（{0.source}），{1.publisher}为{1.value:.10g}（{1.source}）；"
            "共{count:.0f}期不一致",
        ),
        Names("Compare scope and vintage of the two sources", "核对两个来源的口径与版本"),
    ),
    Kind.REVISED_WITHOUT_PREDECESSOR: Wording(
        Severity.NOTE,
        Names(
            "revised values from {0.source} without a first announcement in the ledger: {count:.0f}",
            "{0.source}的{count:.0f}个修订值，台账中无首次公布数",
        ),
        Names(
            "Do not read them as what was known at the time; add the first release",
            "不可视为当时已知；请补录首次公布数",
        ),
    ),
    Kind.OFF_CALENDAR: Wording(
        Severity.WARNING,
        Names(
            "{0.period} is dated {0.published} in {0.source}, but the release came out on {day} "
            "(figures: {count:.0f})",
            "{0.source}将{0.period}的{count:.0f}个数标注为{0.published}公布，而该发布实于{day}发布",
        ),
        _DAYS,
    ),
}
"""Words of every kind."""
