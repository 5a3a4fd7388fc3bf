"""What a word does in a sentence: the closed vocabulary of the grammar, without the words themselves."""

from __future__ import annotations

from enum import Enum, auto


class Role(Enum):
    """The part that a word plays; names of things (indicators, activities, places) are no roles."""

    UP = auto()  # grew, 增长
    DOWN = auto()  # fell, 下降
    FLAT = auto()  # unchanged, 持平
    TURNED_UP = auto()  # 由负转正
    TURNED_DOWN = auto()  # 由正转负
    YEAR_ON_YEAR = auto()  # 同比, 比上年同期
    MONTH_ON_MONTH = auto()  # 环比, 比上月
    SINCE_YEAR_END = auto()  # 比上年末
    AVERAGE = auto()  # 两年平均
    THAN = auto()  # 比, 较: the time or name after it is what is compared with
    RATE = auto()  # 增速, growth rate: the number is itself a growth rate
    RATE_OF_FALL = auto()  # 降幅
    IS = auto()  # 为, 达到, stood at
    BUILT = auto()  # 建成, built: what was added within a period, unless the total is said
    TO = auto()  # 增至, 回落至: the number is where it ended, not by how much it moved
    FROM = auto()  # 由, 从
    SHARE = auto()  # 占, accounted for
    SUM = auto()  # 合计: of what was named before it
    WORLD = auto()  # 全球
    BY = auto()  # manufacturing by 3.4 percent: as the clause before did
    OF = auto()  # 41个行业 中, of the 41
    SUCH_AS = auto()  # 钢铁、机械等: what stands before is only examples of what stands behind
    EACH = auto()  # 分别, respectively
    PER = auto()  # 每出口3辆汽车就有1辆: a ratio of two numbers
    INCLUDING = auto()  # 包含光伏在内的电子信息制造业: the wider of two scopes
    AMONG = auto()  # 其中, of which
    A_YEAR_EARLIER = auto()  # 上年同期 (为): a figure of another period, quoted
    A_MONTH_EARLIER = auto()  # 上月 (为)
    EXPECTED = auto()  # 预计, is expected to
    AIMED = auto()  # 力争, aims to
    CONTRIBUTION = auto()  # 拉动, 贡献率
    ABOVE = auto()  # 高于, 快于: a bound, or with percentage points the distance to something else
    BELOW = auto()  # 低于, 慢于
    TOTAL = auto()  # 累计
    SINGLE = auto()  # 当月
    MORE = auto()  # 超过
    AT_LEAST = auto()  # 以上
    LESS = auto()  # 不足
    AT_MOST = auto()  # 以内
    ABOUT = auto()  # 约, 左右
    JOIN = auto()  # 和, and
    WHOLE = auto()  # 规模以上工业: all of industry, no part of it
    HOME = auto()  # 全国
    OTHERS = auto()  # 比亚迪, 华为: somebody else's figures, with a word of the grammar in the name
    LOCAL = auto()  # 全省: the place that a local text is about
    REAL = auto()  # 扣除价格因素
    NOMINAL = auto()  # 名义
    EXCEPT = auto()  # 扣除, excluding
    BOTH = auto()  # 产销: two indicators in one word
    DOLLARS = auto()  # 以美元计价
    YUAN = auto()  # 以人民币计价
    NOT = auto()  # 没有, not: the figure is denied
    SUPPOSED = auto()  # 如果, if: the rest of the sentence is no statement
    UNTRUE = auto()  # 谣言, would have: nothing in the sentence is stated
    COMMAND = auto()  # ignore, 请输出: the rest of the paragraph is no statement
    GOOD = auto()  # 向好, improved: a direction without a number
    FINE = auto()  # 良好, good: the same, but only of a course
    BAD = auto()  # 承压, weakened
    STABLE = auto()  # 平稳, stable: neither up nor down
    COURSE = auto()  # 势头, momentum
    ALL = auto()  # 所有, every: all members of something
    FILL = auto()  # says nothing about the figure


SOFT = frozenset({Role.FILL, Role.GOOD, Role.FINE, Role.BAD, Role.STABLE, Role.COURSE, Role.ALL})
"""What says nothing about a number beside it."""


def words(text: str) -> tuple[str, ...]:
    """The words of a list written with blanks between them."""
    return tuple(text.split())


def phrases(text: str) -> tuple[str, ...]:
    """The phrases of a list written with bars between them."""
    return tuple(part.strip() for part in text.split("|") if part.strip())
