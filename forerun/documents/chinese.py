"""Chinese words of the grammar, simplified (texts are folded first).  Names of things are catalog data."""

from __future__ import annotations

from collections.abc import Mapping

from forerun.documents.roles import Role, words

_BEFORE = words("比 较 与 同 和 对比 相比")
_YEAR_EARLIER = words("上年同期 去年同期 上年同月 去年同月 上年 去年 上一年 上年同期相比 去年同期相比")
_MONTH_EARLIER = words("上月 上个月 上季度 上季 上期 上一季度 上月相比")
_YEAR_END = words("上年末 上年底 去年末 去年底 上年年末 去年年底 年初")

# A word of one character counts only right before a number: 增5%, but not the 增 of 增值税
ONLY_BEFORE_NUMBERS = frozenset((Role.UP, Role.DOWN, Role.ABOVE, Role.BELOW, Role.MORE, Role.ABOUT))


def _compared(periods: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(before + period for before in _BEFORE for period in periods)


WORDS: Mapping[Role, tuple[str, ...]] = {
    Role.UP: words(
        """
        增长 增 上升 上涨 提高 提升 扩大 加快 增加 上扬 攀升 回升 升 涨 净增 净增加 多增 新增 增多 走高
        扩张 提速 反弹 增长了 增加了 上升了 提高了 上涨了 提升了 微升 微增 略升 略增 略涨 新建
        """
    ),
    Role.DOWN: words(
        """
        下降 降低 减少 回落 下跌 下滑 降 跌 净减 净减少 少增 放缓 收窄 缩小 负增长 走低 萎缩 缩减 减缓
        减 下降了 减少了 回落了 降低了 微落 微降 略降 略落 略减
        """
    ),
    Role.FLAT: words("持平 零增长 保持不变 没有变化"),
    Role.TURNED_UP: words(
        """
        由负转正 由降转升 由降转增 由降转涨 由跌转涨 由负转增 由下降转为增长 由下降转为上升 转负为正
        转正 降转增
        """
    ),
    Role.TURNED_DOWN: words("由正转负 由升转降 由增转降 由涨转跌 由涨转降 由增长转为下降 转负 转降 转跌"),
    Role.YEAR_ON_YEAR: ("同比", "按年", *_compared(_YEAR_EARLIER)),
    Role.MONTH_ON_MONTH: ("环比", "按月", *_compared(_MONTH_EARLIER)),
    Role.SINCE_YEAR_END: _compared(_YEAR_END),
    Role.AVERAGE: words("两年平均 三年平均 四年平均 两年平均增速 年均 年平均 平均增速 平均增长"),
    Role.THAN: words("比 较 相比 对比 相较 相较于 相对于"),
    Role.RATE: words("增速 增幅 涨幅 升幅 增长率 增长速度 增长幅度 上涨幅度"),
    Role.RATE_OF_FALL: words("降幅 跌幅 降速 下降幅度"),
    Role.IS: words(
        """
        为 是 达 达到 达到了 完成 实现 实现了 录得 报 有 位于 处于 保持在 维持在 稳定在 拥有 共 共有 即
        运行在
        """
    ),
    Role.BUILT: words("建成 开通 新建开通 新建成 新开通 建成开通 建成并开通 建设 已建成 建设开通"),
    Role.TO: words(
        """
        至 到 升至 降至 增至 扩至 涨至 跌至 增加到 增加至 增长到 增长至 提高到 提高至 提升到 提升至
        上升到 上升至 回升到 回升至 回落到 回落至 下降到 下降至 减少到 减少至 降低到 降低至 扩大到
        扩大至 收窄到 收窄至 加快到 加快至 放缓到 放缓至 缩小至 攀升至 转为 变为
        """
    ),
    Role.FROM: words("由 从 自"),
    Role.SHARE: words("占 占比 比重 所占比重 占到"),
    Role.WORLD: words("全球 世界 国际 国际上 全世界 全球总数 全球总量 世界总量"),
    Role.OF: words("中 之中 当中 中有 里"),
    Role.SUM: words("合计 共计 总计 两项合计"),
    Role.SUCH_AS: words("等"),
    Role.EACH: words("分别 依次"),
    Role.PER: words("每 平均每 人均 户均"),
    Role.INCLUDING: words("包含 包括 含 涵盖"),
    Role.AMONG: words("其中"),
    Role.A_YEAR_EARLIER: words("上年同期 去年同期 上年同月 去年同月 上一年 上年"),
    Role.A_MONTH_EARLIER: words("上月 上个月 前一个月"),
    Role.EXPECTED: words("预计 预测 有望 将 将达 将达到 或将 估计 可望 预估 将会"),
    Role.AIMED: words(
        """
        目标是 主要目标是 方案提出 方案明确 计划提出 规划提出 提出到
        力争 目标 争取 确保 预期目标 增长目标 主要目标 计划 规划 努力实现 要实现 要达到 要保持 旨在
        目标为
        """
    ),
    Role.CONTRIBUTION: words(
        """
        拉动 贡献 贡献率 贡献了 拉低 拉升 影响 下拉 上拉 翘尾 翘尾影响 新影响 新涨价影响
        """
    ),
    Role.ABOVE: words("高于 快于 好于 多于 大于 高出 高 快 领先"),
    Role.BELOW: words("低于 慢于 少于 小于 低 慢 落后"),
    Role.TOTAL: words("累计 年内累计 累计达 累计完成 累计实现 累计建成 累计开通 累计建设"),
    Role.SINGLE: words("当月 当季 单月"),
    Role.MORE: words(
        "超过 首超 首次超过 首破 已超 已超过 已突破 双双突破 超 逾 突破 突破了 首次突破 超过了 超越"
    ),
    Role.AT_LEAST: words("以上 及以上 不低于 不少于 至少 不小于"),
    Role.LESS: words("不足 不到 未达"),
    Role.AT_MOST: words("以下 及以下 以内 之内 不超过 不高于 不多于 至多"),
    Role.ABOUT: words("约 大约 近 将近 接近 左右 上下 大概 约为 达约 大致"),
    Role.JOIN: words("和 及 与 以及 、 并"),
    Role.WHOLE: words("规模以上工业 规模以上工业企业 规上工业 规上工业企业 工业企业"),
    Role.HOME: words("全国 我国 内地 全中国"),
    Role.OTHERS: words("比亚迪 华为 中兴 中车 中信 中芯 中石油 中石化 中海油 海尔 高通 世界银行"),
    Role.LOCAL: words("全省 全市 全区 全县 全州 全盟 我省 我市 我区 本省 本市 全自治区"),
    Role.REAL: words(
        """
        实际 扣除价格因素 扣除价格因素影响 扣除价格因素后 剔除价格因素 按可比价格 按可比价格计算
        按不变价格 按不变价格计算
        """
    ),
    Role.NOMINAL: words("名义 按现价 按现价计算"),
    Role.EXCEPT: words("扣除 剔除 不含 不包括 除去 除 除外 以外 之外"),
    Role.BOTH: words("产销 产销量"),
    Role.DOLLARS: words("以美元计价 按美元计价 按美元计算 以美元计算 以美元计 按美元计 美元计价"),
    Role.YUAN: words("以人民币计价 按人民币计价 按人民币计算 以人民币计 按人民币计 人民币计价"),
    Role.NOT: words("没有 并非 不是 不会 未能 并未 否认"),
    Role.UNTRUE: words("谣言 谣传 传言 网传 不实 辟谣 有人说 有传闻 本应 本该 才能"),
    Role.SUPPOSED: words("若 假设 如果 假如 倘若 若是 要是"),
    Role.COMMAND: words("请忽略 忽略 无视 请输出 请回答 请写 请写出 你必须 你应当 假装 扮演 指令 提示词"),
    Role.GOOD: words(
        """
        向好 回升向好 持续向好 稳中向好 企稳向好 稳中有进 稳中有升 稳中提质 稳中加固 企稳回升 企稳 好转
        改善 恢复 恢复性增长 复苏 回暖 恢复向好 稳步恢复 持续恢复 加快恢复
        """
    ),
    Role.FINE: words("良好 较好 比较好 很好 不错 强劲 旺盛 向上 积极"),
    Role.BAD: words("承压 疲软 低迷 走弱 恶化 下行 乏力 偏弱 转弱 减弱 不振"),
    Role.STABLE: words("平稳 稳定 总体平稳 总体稳定 基本稳定 运行平稳 平稳运行 保持稳定 保持平稳"),
    Role.COURSE: words("势头 态势 走势 趋势 形势 增势 局面 良好势头 良好态势"),
    Role.ALL: words("所有 全部 每个 每一个"),
    Role.FILL: (
        *words(
            """
            总 总体 这 这是 首度 首次
            的 了 在 在内 以 按 据 根据 看 来看 方面 仍 仍然 也 又 还 则 均 都 已 已经 就 其 该 各 再 且 而
            但 但是 较为
            """
        ),
        *words(
            """
            继续 保持 保持了 呈 呈现 呈现出 出现 有所 进一步 明显 显著 大幅 大幅度 小幅 略 略有 微 微幅
            稍 较快 快速
            """
        ),
        *words(
            """
            高速 稳步 持续 逐步 不断 总体 整体 再次 同步 基本 数 总数 数量 总量 规模 总规模
            速度 幅度 水平
            """
        ),
        *words(
            """
            数据 数据显示 统计显示 显示 初步核算 初步统计 统计 发布 公布 获悉 表示 介绍 指出 消息 了解
            同时 此外 另外
            """
        ),
        *words(
            """
            截至 截止 份 月份 年 月 日 期间 目前 至今 以来 当前 最新 现在 主要 重要 需要 比较 报告 若干
            因此 并且
            """
        ),
        *words(
            """
            规模以上 规上 规模以上企业 规上企业 稳增长
            季节调整后 经季节调整 季调后 三家基础电信企业 三家基础电信企业和中国广电
            三家基础电信运营企业 三家电信企业 三大运营商 三家运营商
            """
        ),
        *words(
            """
            三家基础电信企业及中国广电 3家基础电信企业 3家基础电信企业及中国广电 全市场 全区域 全行业
            大关 关口 里程碑 新高 历史新高 创历史新高 创新高 创下新高 再创新高 创下历史新高
            大类 个 一 有着 情况 同期 发展 能力 余额 占有率 市占率
            """
        ),
    ),
}
