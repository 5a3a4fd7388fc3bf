"""The rule of each verdict in a sentence, in both languages; docs/statements.md repeats them."""

from __future__ import annotations

from collections.abc import Mapping

from forerun.statements.result import Verdict
from forerun.types import Names

RULES: Mapping[Verdict, Names] = {
    Verdict.SUPPORTED: Names(
        "The published figure of the same series, period and measure agrees with what was said, to the digit "
        "in which it was said; what was said as a bound lies on the right side of it.",
        "同一序列、同一时期、同一口径的已公布数据与所说一致（按所说位数四舍五入）；所说为界限的，数据在界限的正确一侧。",
    ),
    Verdict.SUPPORTED_SAME_PUBLISHER: Names(
        "As supported, but every figure that agrees comes from the speaker's own body.",
        "同“属实”，但所有吻合的数据均出自发言人所在机构。",
    ),
    Verdict.IMPRECISE: Names(
        "The published figure is near, but was cut, rounded beyond its digits, or lies just on the wrong "
        "side of the bound that was said.",
        "与已公布数据接近，但有截尾、过度取整，或恰好落在所说界限的另一侧。",
    ),
    Verdict.STALE: Names(
        "It was true of an earlier period; by the day from which it is judged a later figure was public.",
        "对较早时期属实；至判断日已有更新的数据公布。",
    ),
    Verdict.NOT_YET_KNOWN: Names(
        "By the day from which it is judged no figure of its period was public.",
        "至判断日，该时期的数据尚未公布。",
    ),
    Verdict.CONTRADICTED: Names(
        "The published figure says otherwise, beyond rounding, and none of the kinder explanations fits.",
        "已公布数据与所说不符，超出取整误差，且没有更宽容的解释。",
    ),
    Verdict.WRONG_UNIT: Names(
        "The digits agree with the published figure, the power of ten does not.",
        "数字与已公布数据一致，但数量级（单位）有误。",
    ),
    Verdict.WRONG_PERIOD: Names(
        "The published figure of that period says otherwise; the number is that of another period.",
        "与该时期的数据不符；所说数字属于同一序列的另一时期。",
    ),
    Verdict.WRONG_SIGN: Names(
        "The published figure has the same size and the opposite sign.",
        "数值大小一致，正负号相反。",
    ),
    Verdict.DEFINITION_TRAP: Names(
        "Two series share the name; whether the claim holds depends on which is meant, and both are shown.",
        "两个序列名称相近；所说是否属实取决于所指为何者，两者均列出。",
    ),
    Verdict.FORECAST_OPEN: Names(
        "It is about a time of which no figure was public by the day from which it is judged.",
        "所说为将来之事；至判断日尚无该时期数据。",
    ),
    Verdict.FORECAST_CAME_TRUE: Names(
        "It was about the future, and the figure that was published since agrees.",
        "所说为预期或目标，其后公布的数据已达到。",
    ),
    Verdict.FORECAST_MISSED: Names(
        "It was about the future, and the figure that was published since says otherwise.",
        "所说为预期或目标，其后公布的数据未达到。",
    ),
    Verdict.NOT_CHECKABLE: Names(
        "The ledger holds no figure that can decide; the reason says which one would be needed.",
        "台账中没有可供判断的数据；理由中说明需要何种数据。",
    ),
    Verdict.NOT_A_CLAIM: Names(
        "It has a number but states nothing: a condition, a command, a denial, a figure of speech.",
        "虽有数字但并非陈述：假设、命令、否定或修辞。",
    ),
}
