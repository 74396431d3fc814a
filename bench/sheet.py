"""What is typed into the first section of the enterprise sheet, and into its hand-written twin."""

from forms_app.engine.compile import spec_from_json
from forms_app.models import FormVersion

PROFILE = "公司主营汽车零部件的研发、生产与销售，现有产线六条，已应用资源计划和制造执行系统，设备联网率约四成。" * 6
TYPED = {
    "enterprise_name": "青岚县云岭精密机械有限公司",
    "city_county": "999921",
    "reg_address": "青岚县经济开发区创新路18号",
    "credit_code": "91110000600037341L",
    "contact": "李明",
    "contact_way": "13800138000",
    "profile": PROFILE,
    "ownership": "民营",
    "size": "小型企业",
    "scale": "规模以上企业",
    "quality": "创新型中小企业",
    "sub_industry": "通用零部件制造",
    "revenue": "12345.67",
    "profit": "456.5",
    "revenue_per_head": "88.1",
    "digital_invested": "120",
    "staff": "140",
    "total_assets": "20000",
    "industry_code": "3484",
}
STATIC_VALID = TYPED
INVALID = {"credit_code": "?", "revenue": "?"}


class Post(dict[str, str]):
    """The inputs of a step, with the way from a field's key to its input name."""

    ids: dict[str, str]


def valid_post(form: str, section_key: str) -> Post:
    """Return a complete, valid input for the step: names are the fields' ids."""
    version = FormVersion.objects.filter(definition__code=form).latest("number")
    section = next(one for one in spec_from_json(version.content).sections if one.key == section_key)
    post = Post({field.id: TYPED[field.key] for field in section.fields if field.key in TYPED})
    post.ids = {field.key: field.id for field in section.fields}
    missing = TYPED.keys() - post.ids.keys()
    assert not missing, f"the sheet has changed: {missing}"
    return post
