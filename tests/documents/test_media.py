from __future__ import annotations

import pytest

from forerun.documents.media import Media, delimiter_of, sniff

CSV = "series,period,measure,value,unit\nIVA,2024-01,yoy,4.5,percent\n"


@pytest.mark.parametrize(
    ("content", "media"),
    [
        ("%PDF-1.7\n", Media.PDF),
        (CSV, Media.CSV),
        (CSV.replace(",", ";"), Media.CSV),
        (CSV.replace(",", "\t"), Media.CSV),
        ("series,period,measure,value,unit\n", Media.CSV),
        ("series,period,measure,value,unit\nIVA,2024-01,yoy,many,percent\n", Media.CSV),
        ("DATAFLOW,TIME_PERIOD,OBS_VALUE\nA:B(1.0),2023,1\n", Media.CSV),
        ("指标,2023年9月,2023年8月\n水泥(万吨),19205,17867\n", Media.CSV),
        ("<!DOCTYPE html><html><body>4月</body></html>", Media.HTML),
        ("\n<div><p>4月份增长</p></div>", Media.HTML),
        (
            "4月份,规模以上工业增加值增长6.7%,环比增长0.97%。\n分三大门类看,采矿业增长2.0%,制造业增长7.5%。\n",
            Media.TEXT,
        ),
        ("In April, output rose, by 4.5 percent.\nIn May, it fell, by 1.2 percent.\n", Media.TEXT),
        ("[国家统计局]6月份规模以上工业增加值增长8.3%", Media.TEXT),
    ],
)
def test_the_kind_is_told_by_content(content: str, media: Media) -> None:
    assert sniff(content.encode(), "whatever.bin") is media


def test_a_published_release_with_commas_is_text(shared) -> None:
    for path in (shared / "data" / "releases").glob("*.txt"):
        assert sniff(path.read_bytes(), path.name) is Media.TEXT


def test_the_delimiter_is_the_one_used_most() -> None:
    assert [delimiter_of(line) for line in ("a,b;c,d", "a;b", "a\tb\tc,d")] == [",", ";", "\t"]
