"""Official sheets as a bureau would send them: Word files with merged cells, made from the text of the guide."""

import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

GAP = "                  "
# A row is a list of (text, columns, rows); rows > 1 merge downwards.
Spec = list[list[tuple[str, int, int]]]

ENTERPRISE = [
    [("一、基本情况(试点企业改造前填写)", 4, 1)],
    [("企业名称", 1, 1), ("", 1, 1), ("所属城市及县区", 1, 1), ("", 1, 1)],
    [("注册地址", 1, 1), ("", 1, 1), ("企业信用代码", 1, 1), ("", 1, 1)],
    [("联系人", 1, 1), ("", 1, 1), ("联系方式", 1, 1), ("", 1, 1)],
    [("\n企业基本情况", 1, 1), (" (500字以内)", 3, 1)],
    [("企业性质", 1, 1), ("口国有   □民营      口外资     口混合所有制  □其他", 3, 1)],
    [("企业规模", 1, 2), ("口中型企业  □小型企业   □微型企业", 3, 1)],
    [("口规模以上企业        □规模以下企业", 3, 1)],
    [
        ("优质中小企业情况", 1, 1),
        ("□无\n\n□创新型中小企业 \n\n□专精特新中小企业", 1, 1),
        ("所属细分行业", 1, 1),
        ("", 1, 1),
    ],
    [("上年度营业收入\n(万元)", 1, 1), ("", 1, 1), ("上年度年利润\n(万元)", 1, 1), ("", 1, 1)],
    [("上年度人均营业收入\n(万元)", 1, 1), ("", 1, 1), ("数字化转型已投入总额\n(万元)", 1, 1), ("", 1, 1)],
]
NEEDS = [
    [(" \t二、数字化改造需求(试点企业与数字化服务商共同填写)", 4, 1)],
    [("\n\n试点企业面临的各类数字化需求", 1, 6), ("设备数采方面面临的需求\n(逐条列出)", 1, 1), ("", 2, 1)],
    [("要素互联互通面临的需求\n(逐条列出)", 1, 1), ("", 2, 1)],
    [("数据治理面临的需求\n(逐条列出)", 1, 1), ("", 2, 1)],
    [("人工智能赋能应用面临的需求\n（逐条列出）", 1, 1), ("", 2, 1)],
    [("网络和数据安全面临的需求\n（逐条列出）", 1, 1), ("", 2, 1)],
    [("其他需求\n(逐条列出)", 1, 1), ("", 2, 1)],
]
EFFECT = "(请尽量用若干定量指标描述)"
EFFECTS_HEAD = "数字化改造成效\n（根据实际改造内容可选填）"
RESULTS = [
    [("三、数字化改造情况及成效(试点企业与数字化服务商共同填写)", 4, 1)],
    [("数字化改造内容介绍", 1, 1), ("若有多项，请逐项列出。", 3, 1)],
    [
        ("\n云应用情况", 1, 1),
        ("□公有云；                       □私有云：\n□混合云：                       □未上", 3, 1),
    ],
    [("改造项目起止时间", 1, 1), ("", 1, 1), ("改造总花费(万元)", 1, 1), ("", 1, 1)],
    [(EFFECTS_HEAD, 1, 3), ("改造阶段", 1, 1), ("改造前", 1, 1), ("改造后", 1, 1)],
    [("中小企业数字化水平等级", 1, 1), ("", 1, 1), ("", 1, 1)],
    [(f"设备数采方面改造成效\n{EFFECT}", 1, 1), ("", 1, 1), ("", 1, 1)],
    [(EFFECTS_HEAD, 1, 6), (f"要素互联互通方面成效\n{EFFECT}", 1, 1), ("", 1, 1), ("", 1, 1)],
    [(f"数据治理方面成效\n{EFFECT}", 1, 1), ("", 1, 1), ("", 1, 1)],
    [(f"人工智能赋能应用方面成效\n{EFFECT}", 1, 1), ("", 1, 1), ("", 1, 1)],
    [(f"网络和数据安全方面成效\n{EFFECT}", 1, 1), ("", 1, 1), ("", 1, 1)],
    [(f"降本方面成效\n{EFFECT}", 1, 1), ("", 1, 1), ("", 1, 1)],
    [(f"增效方面成效\n{EFFECT}", 1, 1), ("", 1, 1), ("", 1, 1)],
    [("\n对所使用数字化服务商及评价", 1, 1), ("若使用多个数字化服务商及多项产品，请逐项列出。", 3, 1)],
    [("           四、绩效评价 (试点县（市、区）填写)", 4, 1)],
    [("是否已开展绩效评价", 1, 1), ("", 3, 1)],
    [("绩效评价是否通过(若未通过，请说明理由)", 1, 1), ("", 3, 1)],
    [("是否将该企业作为样板(若是，请说明理由 )", 1, 1), ("", 3, 1)],
]
NOTES = [
    "注：",
    "1.试点县（市、区）及时组织试点企业自行填写或联合数字化服务商共同填写表中第一至三项内容；",
    "2.数字化改造成效定量指标可包括如关键工序数控化率、生产设备联网率等；",
    "3.绩效自评价报告模板，可参考出台的管理办法文件。",
]
DIRECTIONS = {
    "设备数采改造": 3,
    "要素互联互通改造": 3,
    "数据治理改造": 3,
    "人工智能赋能应用": 3,
    "网络、算力和数据安全": 3,
    "其他": 1,
}
DEMAND_HEAD = [
    [
        ("方向", 1, 2),
        ("问题（含行业共性问题和企业个性问题）", 1, 2),
        ("需求（含行业共性问题和企业个性问题）", 1, 2),
        ("场景描述", 1, 2),
        ("改造总投资预算", 1, 2),
        ("适用产品和解决方案", 4, 1),
    ],
    [("名称", 1, 1), ("简述", 1, 1), ("价格", 1, 1), ("服务商", 1, 1)],
]


def saved(document: Any) -> bytes:
    """Return the document as a file."""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def add_table(document: Any, rows: Spec, width: int) -> None:
    """Add a table whose cells are merged as the rows say."""
    table = document.add_table(rows=len(rows), cols=width)
    table.style = "Table Grid"
    taken: set[tuple[int, int]] = set()
    for index, row in enumerate(rows):
        column = 0
        for text, wide, high in row:
            while (index, column) in taken:
                column += 1
            cell = table.cell(index, column)
            if wide > 1 or high > 1:
                cell = cell.merge(table.cell(index + high - 1, column + wide - 1))
            cell.text = text
            taken |= {(index + down, column + right) for down in range(high) for right in range(wide)}
            column += wide


def centred(document: Any, text: str) -> None:
    """Add a heading in the middle."""
    document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER


def info_sheet() -> bytes:
    """Return 附2: the information sheet of a pilot enterprise."""
    document = Document()
    document.add_paragraph("附2")
    centred(document, "XX县（市、区）数字化转型试点企业改造信息表（模板）")
    add_table(document, ENTERPRISE, 4)
    document.add_paragraph("")
    add_table(document, [*NEEDS, *RESULTS], 4)
    for note in NOTES:
        document.add_paragraph(note)
    return saved(document)


def demand_list() -> bytes:
    """Return 附4: the list of problems, demands and scenes with the products that suit them."""
    document = Document()
    document.add_paragraph("附4")
    centred(document, "中小企业数字化转型需求、问题和场景清单及适配产品库")
    centred(document, "（模板）")
    centred(document, "（各试点县（市、区）梳理改造企业需求填写，每个细分行业填写一张）")
    document.add_paragraph(f"县（市、区）：{GAP}细分行业：{GAP}{GAP}单位：万元")
    body: Spec = []
    for label, rows in DIRECTIONS.items():
        body.append([(label, 1, rows), *[("", 1, 1)] * 8])
        body.extend([[("", 1, 1)] * 8 for _row in range(rows - 1)])
    add_table(document, [*DEMAND_HEAD, *body], 9)
    return saved(document)
