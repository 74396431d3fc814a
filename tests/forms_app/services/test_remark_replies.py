"""What the applicant answers to a remark: the draft's while it is typed, the round's once it is handed in."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.accounts.models import User
from forms_app.errors import NotPermitted, RemarksUnchanged, WrongState
from forms_app.models import Draft, Remark, Submission
from forms_app.selectors.round_comparison import round_comparison
from forms_app.services.draft_submit import draft_submit
from forms_app.services.remarks import remark_add, remark_settle
from forms_app.services.submission_return import submission_return
from tests.forms_app.web.conftest import signed_in
from tests.forms_app.world import BASICS, BASICS_INPUT, EFFECTS, EFFECTS_INPUT, World

pytestmark = pytest.mark.django_db

SAME = {**BASICS_INPUT}


@pytest.fixture
def remark(world: World) -> Remark:
    """Return a remark that was sent with a return."""
    submission = world.submitted()
    return _returned(world, submission)


def _returned(world: World, submission: Submission, field_id: str = "f-phone") -> Remark:
    remark = remark_add(submission_id=submission.pk, field_id=field_id, text="请核实电话", actor=world.reviewer)
    submission_return(submission_id=submission.pk, actor=world.reviewer)
    return remark


def reply(world: World, remark: Remark, text: str, *, shown: str = "", actor: User | None = None) -> object:
    """Type a reply into a page that showed `shown`."""
    typed = {**SAME, f"reply-{remark.pk}": text, f"replied-{remark.pk}": shown}
    return world.save(remark.submission.draft, BASICS, typed, actor=actor or world.filler)


def stored(remark: Remark) -> str:
    return Remark.objects.get(pk=remark.pk).reply


def step(remark: Remark) -> str:
    return reverse("forms_app:step", args=[remark.submission.draft_id, "basics"])


def test_a_reply_is_kept_with_its_author_when_the_section_is_saved(world: World, remark: Remark) -> None:
    reply(world, remark, " 电话无误，见第3行\r\n谢谢 ")
    found = Remark.objects.get()
    assert found.reply == "电话无误，见第3行\n谢谢"
    assert found.replied_by == world.filler
    assert found.replied_at is not None


def test_a_remark_with_a_reply_warns_no_more_and_one_without_does(world: World, remark: Remark) -> None:
    with pytest.raises(RemarksUnchanged):
        draft_submit(draft_id=remark.submission.draft_id, key="again", actor=world.filler)
    reply(world, remark, "电话无误")
    draft_submit(draft_id=remark.submission.draft_id, key="again", actor=world.filler)
    assert Remark.objects.get().answered_in_round == 2


def test_a_reply_that_is_handed_in_stays_as_it_is_in_the_next_correction(world: World, remark: Remark) -> None:
    reply(world, remark, "电话无误")
    submission = draft_submit(draft_id=remark.submission.draft_id, key="again", actor=world.filler)
    _returned(world, submission)
    reply(world, remark, "改口", shown="电话无误")
    assert stored(remark) == "电话无误"


def test_only_who_may_fill_in_the_draft_replies(world: World, remark: Remark) -> None:
    for actor in (world.reviewer, world.stranger, world.other_reviewer):
        with pytest.raises(NotPermitted):
            reply(world, remark, "不是我的", actor=actor)
    assert stored(remark) == ""


def test_a_remark_of_another_section_or_sheet_is_not_replied_to(world: World, remark: Remark) -> None:
    other = _returned(world, world.submitted("key-2"))
    world.save(remark.submission.draft, BASICS, {**SAME, f"reply-{other.pk}": "写到别处"})
    world.save(remark.submission.draft, EFFECTS, {**EFFECTS_INPUT, f"reply-{remark.pk}": "写到别处"})
    assert (stored(other), stored(remark)) == ("", "")


def test_a_page_that_repeats_what_it_showed_keeps_a_colleagues_reply(world: World, remark: Remark) -> None:
    reply(world, remark, "同事写的")
    reply(world, remark, "", shown="", actor=world.colleague)
    assert stored(remark) == "同事写的"


def test_a_colleagues_reply_is_not_replaced_unseen_and_both_are_shown(world: World, remark: Remark) -> None:
    reply(world, remark, "同事写的")
    client = signed_in(world.colleague)
    typed = {**SAME, f"reply-{remark.pk}": "我写的", f"replied-{remark.pk}": "", "action": "continue"}
    shown = BeautifulSoup(client.post(step(remark), typed).content, "html.parser")
    assert stored(remark) == "同事写的"
    assert shown.select_one(f"#reply-{remark.pk}").text.strip() == "我写的"
    assert "同事写的" in shown.select_one(f"#reply-{remark.pk}-error").text
    again = shown.select_one(f"[name=replied-{remark.pk}]")["value"]
    client.post(step(remark), {**typed, f"replied-{remark.pk}": again})
    assert stored(remark) == "我写的"


def test_a_reply_that_is_too_long_is_refused_in_words_and_stays_on_the_page(world: World, remark: Remark) -> None:
    typed = {**SAME, f"reply-{remark.pk}": "长" * 501, "action": "continue"}
    page = BeautifulSoup(signed_in(world.filler).post(step(remark), typed).content, "html.parser")
    area = page.select_one(f"#reply-{remark.pk}")
    assert area.text.strip() == "长" * 501
    assert area["aria-invalid"] == "true"
    assert page.select_one(f'.error-summary a[href="#reply-{remark.pk}"]')
    assert "501" in page.select_one(f"#reply-{remark.pk}-error").text
    assert stored(remark) == ""


def test_a_reply_stays_on_the_page_when_something_else_is_wrong(world: World, remark: Remark) -> None:
    typed = {**SAME, "f-phone": "不是电话", "revision": "1", f"reply-{remark.pk}": "已更正", "action": "continue"}
    page = BeautifulSoup(signed_in(world.filler).post(step(remark), typed).content, "html.parser")
    assert page.select_one(".error-summary")
    assert page.select_one(f"#reply-{remark.pk}").text.strip() == "已更正"
    assert stored(remark) == "已更正"


def test_autosave_keeps_a_reply_and_names_one_that_it_refused(world: World, remark: Remark) -> None:
    client = signed_in(world.filler)
    headers = {"X-Requested-With": "autosave"}
    sent = {**SAME, f"reply-{remark.pk}": "已更正", f"replied-{remark.pk}": ""}
    assert client.post(step(remark), sent, headers=headers).json()["faults"] == []
    assert stored(remark) == "已更正"
    refused = client.post(step(remark), {**sent, f"reply-{remark.pk}": "长" * 501}, headers=headers).json()
    assert [one["path"] for one in refused["faults"]] == [f"reply-{remark.pk}"]
    assert stored(remark) == "已更正"


def test_the_page_asks_for_a_reply_beside_each_remark_with_a_constant_number_of_queries(
    world: World, remark: Remark
) -> None:
    client = signed_in(world.filler)
    client.get(step(remark))
    with CaptureQueriesContext(connection) as before:
        client.get(step(remark))
    for number in range(3):
        Remark.objects.create(
            submission=remark.submission,
            round=1,
            section_id=BASICS.id,
            field_id="f-phone",
            text=f"第{number}条",
            author=world.reviewer,
            sent_at=remark.created_at,
            reply="已答",
            replied_by=world.filler,
        )
    with CaptureQueriesContext(connection) as after:
        page = BeautifulSoup(client.get(step(remark)).content, "html.parser")
    assert len(page.select(".remark textarea")) == 4
    assert len(after) == len(before)


def test_a_remark_at_a_field_that_the_filler_may_not_write_is_not_replied_to(world: World, remark: Remark) -> None:
    closed = Remark.objects.create(
        submission=remark.submission,
        round=1,
        section_id=BASICS.id,
        field_id="f-staff",
        text="请核实人数",
        author=world.reviewer,
        sent_at=remark.created_at,
    )
    assert Draft.objects.get(pk=remark.submission.draft_id).unlocked == ["f-phone"]
    for one in (closed, remark):
        reply(world, one, "已核实")
    assert (stored(closed), stored(remark)) == ("", "已核实")
    assert f'name="reply-{closed.pk}"' not in signed_in(world.filler).get(step(remark)).content.decode()


def test_the_check_page_says_replied_and_the_receipt_shows_the_reply(world: World, remark: Remark) -> None:
    reply(world, remark, "电话无误")
    client = signed_in(world.filler)
    assert "电话无误" in client.get(reverse("forms_app:check", args=[remark.submission.draft_id])).content.decode()
    draft_submit(draft_id=remark.submission.draft_id, key="again", actor=world.filler)
    receipt = client.get(reverse("forms_app:submission", args=[remark.submission_id])).content.decode()
    assert "请核实电话" in receipt
    assert "电话无误" in receipt


def test_the_comparison_of_two_rounds_has_what_was_answered_between_them(world: World, remark: Remark) -> None:
    reply(world, remark, "电话无误")
    submission = draft_submit(draft_id=remark.submission.draft_id, key="again", actor=world.filler)
    found = round_comparison(submission.pk)
    assert found is not None
    assert [one.reply for _where, one in found.remarks["f-phone"]] == ["电话无误"]


def test_an_answered_remark_is_settled_by_the_reviewer_alone_and_an_open_one_is_not(
    world: World, remark: Remark
) -> None:
    reply(world, remark, "电话无误")
    with pytest.raises(WrongState):
        remark_settle(remark_id=remark.pk, actor=world.reviewer)
    submission = draft_submit(draft_id=remark.submission.draft_id, key="again", actor=world.filler)
    with pytest.raises(NotPermitted):
        remark_settle(remark_id=remark.pk, actor=world.filler)
    unsent = remark_add(submission_id=submission.pk, field_id="f-phone", text="还是不对", actor=world.reviewer)
    with pytest.raises(WrongState):
        remark_settle(remark_id=unsent.pk, actor=world.reviewer)
    remark_settle(remark_id=remark.pk, actor=world.reviewer)
    assert Remark.objects.get(pk=remark.pk).settled_by == world.reviewer
    remark_settle(remark_id=remark.pk, actor=world.reviewer, settled=False)
    assert Remark.objects.get(pk=remark.pk).settled_at is None
