"""What the transport says, in sentences of both languages; numbers in the outcome's unit."""

from __future__ import annotations

from forerun.trials.transport.effort import EffortBasis
from forerun.trials.transport.overlap import Doubt, Reason, Verdict
from forerun.trials.transport.premium import Premium
from forerun.trials.transport.quantity import Quantity
from forerun.trials.transport.transport import National, Transport
from forerun.types import Names

_AND = Names(" and ", "和")
_COMMA = Names(", ", "、")

_VERDICTS = {
    Verdict.SUPPORTED: Names(
        "The trial places are like enough to the target population to speak for it.",
        "试点地区与目标总体足够相似，试点结果可以推及目标总体。",
    ),
    Verdict.EXTRAPOLATES: Names(
        "The answer leans on the outcome model where trial places are missing.",
        "在缺少试点的地方，结论依赖于模型外推。",
    ),
    Verdict.CANNOT_TELL: Names(
        "The trial cannot tell what the effect in the target population would be.",
        "仅凭该试点无法判断目标总体的效应。",
    ),
}

_REASONS = {
    Doubt.OUTSIDE: Names(
        "By {names} the target mean lies {value:.2f} standard deviations outside what any mixture of trial "
        "places reaches; nearest come {places}.",
        "就{names}而言，目标总体的均值在试点地区任何加权组合之外{value:.2f}个标准差；最接近的是{places}。",
    ),
    Doubt.TOO_FEW: Names(
        "Balanced, above all by {names}, the trial is worth {value:.1f} places; it needs {threshold:.0f}.",
        "加权平衡（主要是{names}）后，试点仅相当于{value:.1f}个地区，至少需要{threshold:.0f}个。",
    ),
    Doubt.ONE_PLACE: Names(
        "{places} alone carries {value:.0%} of the weight, more than {threshold:.0%}, above all because of "
        "{names}.",
        "主要由于{names}，仅{places}一地就占权重的{value:.0%}，超过{threshold:.0%}。",
    ),
    Doubt.UNCOVERED: Names(
        "{value:.0%} of the target, less than {threshold:.0%}, is like a mixture of trial places; the rest "
        "differs above all by {names}, most of all {places}.",
        "目标总体中只有{value:.0%}（低于{threshold:.0%}）与试点地区的某种组合相似；"
        "其余主要在{names}上不同，差距最大的是{places}。",
    ),
    Doubt.THIN: Names(
        "The weights that balance {names} leave {value:.0%} of the effective number of places, less than "
        "{threshold:.0%}; {places} counts most.",
        "平衡{names}的权重只保留了有效地区数的{value:.0%}，低于{threshold:.0%}；{places}权重最大。",
    ),
    Doubt.HINGES: Names(
        "Without {places} the other trial places could not be balanced by {names}.",
        "若无{places}，其余试点地区无法在{names}上取得平衡。",
    ),
}

_EFFORT = {
    EffortBasis.MEASURED: Names(
        "It is at normal effort: {taken} was taken off for effort that does not repeat, as measured.",
        "该数值按正常投入计算：已按实测扣除不可复制的投入所带来的{taken}。",
    ),
    EffortBasis.ASSUMED: Names(
        "It is at normal effort by assumption, not by measurement: {taken} was taken off.",
        "该数值按假设（而非实测）的正常投入计算：已扣除{taken}。",
    ),
    EffortBasis.NOT_CORRECTED: Names(
        "It is at the effort of the trial, which was neither measurable nor assumed; if that does not "
        "repeat, it is too high.",
        "该数值对应试点期间的投入水平，对此既无可用的测量也无假设；若投入不可复制，则数值偏高。",
    ),
}


def sentences(found: Transport) -> tuple[Names, ...]:
    """What a transport says: the verdict, its reasons, the national effect, effort, the selection premium."""
    said = [_VERDICTS[found.verdict], *(reason_sentence(each) for each in found.overlap.reasons)]
    said.append(_filled(_NAIVE, value=_shown(found.naive)))
    if found.national is not None and found.premium is not None:
        said += [_national(found.national), _effort(found), _premium(found.premium)]
    return tuple(said)


def reason_sentence(reason: Reason) -> Names:
    """One reason for a verdict, naming characteristics and places."""
    return Names(*(_reason(reason, lang) for lang in ("en", "zh")))


_NAIVE = Names(
    "The trial places' own average effect is {value}; it is no national effect.",
    "试点地区自身的平均效应为{value}，并非全国效应。",
)
_NATIONAL = Names("The effect in the target population is put at {value}.", "目标总体的效应估计为{value}。")
_PREMIUM = Names(
    "The selection premium, trial effect minus national effect, is {total}: {placement} from where the trial "
    "was, {effort} from extra effort.",
    "选择溢价（试点效应减全国效应）为{total}：其中试点选址贡献{placement}，额外投入贡献{effort}。",
)


def _national(national: National) -> Names:
    return _filled(_NATIONAL, value=_shown(national.effect))


def _effort(found: Transport) -> Names:
    taken = found.effort.discount
    return _filled(_EFFORT[found.effort.basis], taken=_shown(taken) if taken else _NOTHING)


def _premium(premium: Premium) -> Names:
    return Names(
        *(
            _PREMIUM.get(lang).format(
                total=_shown(premium.total).get(lang),
                placement=f"{premium.placement.value:.3g}",
                effort=f"{premium.effort.value:.3g}",
            )
            for lang in ("en", "zh")
        )
    )


_NOTHING = Names("nothing", "零")


def _shown(number: Quantity) -> Names:
    low, high, level = number.interval.low, number.interval.high, number.interval.level
    return Names(
        f"{number.value:.3g} ({level:.0%} interval {low:.3g} to {high:.3g})",
        f"{number.value:.3g}（{level:.0%}区间{low:.3g}至{high:.3g}）",
    )


def _filled(pattern: Names, **words: Names) -> Names:
    return Names(
        *(
            pattern.get(lang).format(**{key: each.get(lang) for key, each in words.items()})
            for lang in ("en", "zh")
        )
    )


def _reason(reason: Reason, lang: str) -> str:
    return (
        _REASONS[reason.doubt]
        .get(lang)
        .format(
            names=_listed(reason.characteristics, lang),
            places=_listed(reason.places, lang),
            value=reason.value,
            threshold=reason.threshold,
        )
    )


def _listed(names: tuple[str, ...], lang: str) -> str:
    if len(names) < 2:
        return "".join(names)
    return _COMMA.get(lang).join(names[:-1]) + _AND.get(lang) + names[-1]
