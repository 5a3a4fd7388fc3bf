"""Sentences of the outlook in both languages of the interface."""

from __future__ import annotations

from collections.abc import Collection

from forerun.outlook.records import LEAST_TO_CHOOSE, Choice
from forerun.types import Names


def why(choice: Choice, benchmarks: Collection[str]) -> Names:
    """Why a forecaster was chosen; says so when no model was better than the best benchmark."""
    if choice.count < LEAST_TO_CHOOSE:
        return _too_few(choice)
    best = choice.scores[choice.chosen]
    head = Names(
        f"{choice.chosen} had the lowest score (CRPS {best:.2f}) in {choice.count} past real-time forecasts.",
        f"在{choice.count}次实时历史预测中，{choice.chosen}得分最低（CRPS {best:.2f}）。",
    )
    models = {name: value for name, value in choice.scores.items() if name not in benchmarks}
    if choice.chosen not in benchmarks or not models:
        return head
    model = min(models, key=models.__getitem__)
    return Names(
        f"{head.en} The model is not better: {model} scored {models[model]:.2f}; the benchmark is shown.",
        f"{head.zh}模型并不更好：{model}得分{models[model]:.2f}，故显示基准预测。",
    )


def _too_few(choice: Choice) -> Names:
    return Names(
        f"Only {choice.count} past forecasts have an outcome so far, {LEAST_TO_CHOOSE} are needed to choose "
        f"by score; {choice.chosen} stands in.",
        f"目前只有{choice.count}次历史预测可与结果对照，按得分选择至少需要{LEAST_TO_CHOOSE}次，"
        f"暂用{choice.chosen}。",
    )


def by_forecast(model: str) -> Names:
    """How a chance was found."""
    return Names(
        f"From the distribution of {model}, rounding included.", f"依据{model}的预测分布，已计入四舍五入。"
    )


NO_NUMBER = Names("The plan states no number.", "规划未给出数值。")
BEYOND = Names("The period of the plan ends beyond the forecast.", "规划期末超出预测范围。")
INCOMPLETE = Names("A year of the plan's period has no published growth.", "规划期内有年份未公布增速。")
