"""What the wizard is measured against: a form as a Django developer would write it by hand."""

import json

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.validators import RegexValidator
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

INDUSTRIES = (
    "通用零部件制造",
    "汽车零部件及配件制造",
    "医用卫生材料制造",
    "新材料（含化工）",
    "纺织服装",
    "绿色食品加工",
    "高端装备",
    "电线电缆制造",
    "农机装备制造",
    "塑料制品制造",
    "五金工具制造",
    "包装印刷",
)


def _choices(*names: str) -> list[tuple[str, str]]:
    return [(name, name) for name in names]


def _radio(label: str, *names: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=_choices(*names), widget=forms.RadioSelect)


def _money(label: str, *, required: bool = True) -> forms.DecimalField:
    return forms.DecimalField(label=f"{label}（万元）", max_digits=18, decimal_places=6, required=required)


class StaticSheetForm(forms.Form):
    """The first section of the enterprise sheet, field by field."""

    enterprise_name = forms.CharField(label="企业名称", max_length=100)
    city_county = forms.ChoiceField(label="所属城市及县区")
    reg_address = forms.CharField(label="注册地址", max_length=200)
    credit_code = forms.CharField(label="企业信用代码", validators=[RegexValidator(r"^[0-9A-Z]{18}$")])
    contact = forms.CharField(label="联系人", max_length=50)
    contact_way = forms.CharField(label="联系方式", validators=[RegexValidator(r"^[\d\- ]{7,20}$")])
    profile = forms.CharField(label="企业基本情况", help_text="(500字以内)", max_length=500, widget=forms.Textarea)
    ownership = _radio("企业性质", "国有", "民营", "外资", "混合所有制", "其他")
    size = _radio("企业规模", "中型企业", "小型企业", "微型企业")
    scale = _radio("企业规模", "规模以上企业", "规模以下企业")
    quality = _radio("优质中小企业情况", "无", "创新型中小企业", "专精特新中小企业")
    sub_industry = forms.ChoiceField(label="所属细分行业", choices=_choices("", *INDUSTRIES))
    revenue = _money("上年度营业收入")
    profit = _money("上年度年利润")
    revenue_per_head = _money("上年度人均营业收入", required=False)
    digital_invested = _money("数字化转型已投入总额")
    staff = forms.IntegerField(label="从业人员（人）", min_value=0, required=False)
    total_assets = _money("资产总额", required=False)
    industry_code = forms.CharField(label="国民经济行业小类代码", help_text="4位数字", max_length=4, required=False)
    licence = forms.FileField(label="营业执照扫描件", required=False)

    def __init__(self, *args: object, regions: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["city_county"].choices = [("", ""), *regions]


def create_table() -> None:
    """Make the table into which the hand-written form saves."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_static (person bigint PRIMARY KEY, data text NOT NULL)")


def _stored(person: int) -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM bench_static WHERE person = %s", [person])
        row = cursor.fetchone()
    return json.loads(row[0]) if row else {}


@login_required
def static_form(request: HttpRequest) -> HttpResponse:
    """Show and save the form: the whole site around it, one row read, one row written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, name FROM accounts_region ORDER BY code")
        regions = list(cursor.fetchall())
    if request.method == "POST":
        form = StaticSheetForm(request.POST, request.FILES, regions=regions)
        if form.is_valid():
            data = {name: str(value) for name, value in form.cleaned_data.items()}
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO bench_static (person, data) VALUES (%s, %s) "
                    "ON CONFLICT (person) DO UPDATE SET data = excluded.data",
                    [request.user.pk, json.dumps(data)],
                )
            return redirect("bench_static_form")
    else:
        form = StaticSheetForm(initial=_stored(request.user.pk), regions=regions)
    return render(request, "bench/static_form.html", {"form": form})
