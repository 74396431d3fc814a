"""An editor at work in the admin, without a developer."""

from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import WorkflowState

from cms.content.models import NoticePage, PolicyPage
from tests.cms.content.conftest import Desk
from tests.cms.content.forms import add_url, make_document, notice_form

pytestmark = pytest.mark.django_db


def upload(client: Client, name: str) -> int:
    """Upload a file as the chooser of the page editor does and return its key."""
    file = SimpleUploadedFile(f"{name}.docx", b"words")
    response = client.post(
        reverse("wagtaildocs_chooser:create"),
        {"document-chooser-upload-title": name, "document-chooser-upload-file": file},
    )
    assert response.status_code == HTTPStatus.OK
    return get_document_model().objects.get(title=name).pk


def test_a_publisher_puts_a_notice_with_a_table_and_two_attachments_online(client: Client, desk: Desk) -> None:
    client.force_login(desk.publisher)
    documents = [upload(client, "申报书"), upload(client, "操作指南")]
    response = client.post(add_url(desk.notices), notice_form(documents, **{"action-publish": "1"}), follow=True)
    assert response.status_code == HTTPStatus.OK
    notice = NoticePage.objects.get()
    assert notice.live
    body = Client().get(notice.url).content.decode()
    for text in ("申报材料清单", "营业执照", "申报书.docx"[:3], "操作指南", "DOCX"):
        assert text in body
    assert body.count('class="attachment"') == 2


def test_an_address_left_empty_becomes_day_and_serial_number(client: Client, desk: Desk) -> None:
    client.force_login(desk.publisher)
    for _time in range(2):
        client.post(add_url(desk.notices), notice_form(**{"action-publish": "1"}))
    assert list(NoticePage.objects.order_by("path").values_list("slug", flat=True)) == ["20250115-1", "20250115-2"]


def test_a_draft_is_not_public(client: Client, desk: Desk) -> None:
    client.force_login(desk.editor)
    client.post(add_url(desk.notices), notice_form())
    notice = NoticePage.objects.get()
    assert not notice.live
    assert Client().get(f"/notices/{notice.slug}/").status_code == HTTPStatus.NOT_FOUND


def test_an_editor_cannot_publish_without_approval(client: Client, desk: Desk) -> None:
    client.force_login(desk.editor)
    client.post(add_url(desk.notices), notice_form(**{"action-publish": "1"}))
    assert not NoticePage.objects.filter(live=True).exists()


def test_an_editor_submits_and_a_publisher_approves(client: Client, desk: Desk) -> None:
    client.force_login(desk.editor)
    client.post(add_url(desk.notices), notice_form([make_document("附件一")], **{"action-submit": "1"}))
    notice = NoticePage.objects.get()
    state = WorkflowState.objects.get()
    assert state.status == WorkflowState.STATUS_IN_PROGRESS
    client.force_login(desk.publisher)
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert notice.title in home
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[notice.pk, "approve", state.current_task_state.pk]))
    notice.refresh_from_db()
    assert notice.live


def test_a_changed_address_keeps_leading_to_the_page(
    client: Client, desk: Desk, django_capture_on_commit_callbacks
) -> None:
    client.force_login(desk.publisher)
    client.post(add_url(desk.notices), notice_form(**{"action-publish": "1"}))
    notice = NoticePage.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("wagtailadmin_pages:edit", args=[notice.pk]),
            notice_form(slug="call-for-enterprises", **{"action-publish": "1"}),
        )
    assert Redirect.objects.filter(automatically_created=True).exists()
    response = Client().get("/notices/20250115-1/")
    assert response.status_code == HTTPStatus.MOVED_PERMANENTLY
    assert response.url.endswith("/notices/call-for-enterprises/")


@pytest.mark.row("XX-01")
def test_a_policy_without_its_date_can_be_a_draft_for_comments_but_not_issued(client: Client, desk: Desk) -> None:
    client.force_login(desk.publisher)
    form = notice_form(kind="document", stage="issued", dated_on="", **{"action-publish": "1"})
    response = client.post(add_url(desk.policies, "policypage"), form)
    assert "已印发的文件必须填写成文日期" in response.content.decode()
    assert not PolicyPage.objects.exists()
    client.post(add_url(desk.policies, "policypage"), {**form, "stage": "draft"})
    policy = PolicyPage.objects.get()
    assert policy.stage == "draft"
    assert policy.live
    client.post(reverse("wagtailadmin_pages:edit", args=[policy.pk]), {**form, "stage": "issued"})
    policy.refresh_from_db()
    assert policy.stage == "draft"
    client.post(
        reverse("wagtailadmin_pages:edit", args=[policy.pk]), {**form, "stage": "issued", "dated_on": "2025-05-20"}
    )
    policy.refresh_from_db()
    assert policy.stage == "issued"
