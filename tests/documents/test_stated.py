from __future__ import annotations

from datetime import date

import pytest

from forerun.catalog.load import load_catalog
from forerun.documents.stated import Stated, is_within, publisher_of_host, read_stated

CHINA, TOYLAND = load_catalog("china"), load_catalog("toyland")


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("标题\n2023-10-18 10:00 来源：国家统计局\n正文", Stated("NBS", date(2023, 10, 18))),
        ("发布时间：2023年10月18日 来源: 工业和信息化部运行监测协调局", Stated("MIIT", date(2023, 10, 18))),
        ("標題\n[2024/5/17] 來源：國家統計局", Stated("NBS", date(2024, 5, 17))),
        ("Source: National Bureau of Statistics\nPublished: 2024-05-17", Stated("NBS", date(2024, 5, 17))),
        ("正文\n国家统计局\n2024年5月17日", Stated("NBS", date(2024, 5, 17))),
        ("据国家统计局数据，2023年9月30日，工业增长4.5%。", Stated()),
        ("9月份，工业增长4.5%", Stated()),
        ("2023年1—8月份通信业经济运行情况\n来源：运行监测协调局", Stated("MIIT")),
        ("2023.10-18", Stated()),
        ("来源：新华社\n2023年13月45日", Stated()),
    ],
)  # fmt: skip
def test_a_text_says_who_and_when(text: str, stated: Stated) -> None:
    assert read_stated(text, {}, "saved.txt", CHINA) == stated


@pytest.mark.parametrize("day", ["17 June 2024", "June 17, 2024", "17th June 2024", "Jun. 17 2024"])
def test_english_days(day: str) -> None:
    text = f"Toyland Statistics Office\nIndustry in May 2024\n{day}\n\nIn May, output rose."
    assert read_stated(text, {}, "", TOYLAND) == Stated("TSO", date(2024, 6, 17))


def test_meta_elements_and_host_come_first() -> None:
    meta = {"contentsource": "国家统计局", "pubdate": "2023/10/18 10:00"}
    assert read_stated("2001-01-01\n来源：海关总署", meta, "", CHINA) == Stated("NBS", date(2023, 10, 18))
    address = "https://wap.miit.gov.cn/gxsj/1.html"
    assert read_stated("来源：国家统计局", meta, address, CHINA).publisher == "MIIT"


def test_the_longest_name_wins() -> None:
    text = "来源：国务院新闻办公室、国家统计局工业司"
    assert read_stated(text, {}, "", CHINA).publisher == "State Council"


def test_hosts() -> None:
    assert is_within("www.stats.gov.cn", "stats.gov.cn")
    assert not is_within("evilstats.gov.cn", "stats.gov.cn")
    assert publisher_of_host("https://www.stats.gov.cn/x", CHINA) == "NBS"
    assert publisher_of_host("https://stats.gov.cn.evil.example/x", CHINA) == ""
    assert publisher_of_host("stats.gov.cn.txt", CHINA) == ""
