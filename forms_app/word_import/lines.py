"""Questions in running lines: “县（市、区）：        细分行业：        单位：万元”. Pure Python."""

import re
from dataclasses import dataclass

from forms_app.word_import.labels import is_blank, is_date, tidy

_DATE = re.compile(r"[\s_＿　\dXx×]*年[\s_＿　\dXx×]*月(?:[\s_＿　\dXx×]*日)?")
_GAP = re.compile(r"(?:[ \u3000\xa0_＿]{2,}|\t)+")
_SIGNATURE = re.compile(r"盖章|签章|签字|签名|公章|印章")
_LABEL = re.compile(r"\A(?P<label>[^：:。；]{1,40}?)\s*[：:]\s*(?P<rest>.*)\Z", re.DOTALL)
_EXAMPLE = re.compile(r"[Xx×＊*]{2,}")


@dataclass(frozen=True, slots=True)
class Line:
    """A label before a colon, and what stands behind it."""

    label: str
    rest: str
    source: str
    signature: bool = False

    @property
    def is_open(self) -> bool:
        """Say whether what follows only shows the way to write: 年 月 日, XXXX."""
        return is_date(self.rest) or bool(_EXAMPLE.search(self.rest))


def lines_in(text: str) -> list[Line]:
    """Return the questions of a line; none if it is a sentence or a heading."""
    dates: list[str] = []

    def kept(match: re.Match[str]) -> str:
        dates.append(match[0])
        return f"\x00{len(dates) - 1}\x00"

    marked = _close_up(_DATE.sub(kept, text))
    lines = []
    for chunk in _chunks(marked):
        match = _LABEL.match(chunk)
        if match is None:
            continue
        rest = re.sub(r"\x00(\d+)\x00", lambda found: dates[int(found[1])], match["rest"])
        lines.append(Line(tidy(_without_stamp(match["label"])), rest, tidy(f"{match['label']}：{rest}"), _signs(chunk)))
    return lines


def _close_up(text: str) -> str:
    """Join letters that were spread over the line: 细  分  行  业."""
    return (
        re.sub(
            r"(?<=[\u4e00-\u9fff])[ \u3000]{1,4}(?=[\u4e00-\u9fff](?:[ \u3000]{1,4}[\u4e00-\u9fff])*[：:])", "", text
        )
        if re.match(r"\s*(?:[\u4e00-\u9fff][ \u3000]{1,4}){2,}[\u4e00-\u9fff]\s*[：:]", text)
        else text
    )


def _chunks(text: str) -> list[str]:
    """Part a line where a gap is followed by another label."""
    parts = [part for part in _GAP.split(text.strip("\n")) if not is_blank(part)]
    chunks: list[str] = []
    for part in parts:
        if chunks and not re.search(r"[：:]", part):
            chunks[-1] = f"{chunks[-1]} {part}"
        else:
            chunks.append(part)
    return chunks


def _signs(chunk: str) -> bool:
    return bool(_SIGNATURE.search(chunk))


def _without_stamp(label: str) -> str:
    return re.sub(r"[（(]\s*(?:盖章|签章|签字|公章)\s*[)）]", "", label)
