"""Addresses of the room in the portal."""

from django.urls import path

from forms_app.web import (
    audit,
    changes,
    check,
    co_fillers,
    directory,
    earlier,
    exports,
    files,
    index,
    paper,
    presence,
    reading,
    rebase,
    tasks,
    workbooks,
)
from forms_app.web.signed_out import sign_in_or_keep, signed_in
from forms_app.web.wizard import SectionWizard

app_name = "forms_app"

step = sign_in_or_keep(SectionWizard.as_view(url_name="forms_app:step", done_step_name="check"))

urlpatterns = [
    path("", index.index, name="index"),
    path("start/<slug:code>/", index.start, name="start"),
    path("start/<slug:code>/template.xlsx", workbooks.blank, name="workbook_blank"),
    path("signed-in/", signed_in, name="signed_in"),
    path("drafts/<uuid:draft_id>/", tasks.tasks, name="tasks"),
    path("drafts/<uuid:draft_id>/s/", step, name="resume"),
    path("drafts/<uuid:draft_id>/s/<str:step>/", step, name="step"),
    path("drafts/<uuid:draft_id>/presence/", sign_in_or_keep(presence.presence), name="presence"),
    path("drafts/<uuid:draft_id>/co-fillers/", co_fillers.co_fillers, name="co_fillers"),
    path(
        "drafts/<uuid:draft_id>/co-fillers/<int:co_filler_id>/withdraw/",
        co_fillers.co_filler_end,
        name="co_filler_withdraw",
    ),
    path("invitations/<int:co_filler_id>/", co_fillers.invitation, name="co_filler_invitation"),
    path("drafts/<uuid:draft_id>/check/", check.check, name="check"),
    path("drafts/<uuid:draft_id>/changes/", changes.changes, name="changes"),
    path("drafts/<uuid:draft_id>/review/", audit.audit, name="audit"),
    path("drafts/<uuid:draft_id>/review/explain/", audit.explain, name="explain"),
    path("drafts/<uuid:draft_id>/review.xlsx", audit.audit_file, name="audit_file"),
    path("drafts/<uuid:draft_id>/submit/", check.submit, name="submit"),
    path("drafts/<uuid:draft_id>/paper.<str:kind>", paper.draft_paper, name="draft_paper"),
    path("drafts/<uuid:draft_id>/new-version/", rebase.rebase, name="rebase"),
    path("drafts/<uuid:draft_id>/earlier/", earlier.earlier, name="earlier"),
    path("drafts/<uuid:draft_id>/discard/", tasks.discard, name="discard"),
    path("drafts/<uuid:draft_id>/excel/", workbooks.upload, name="workbook_upload"),
    path("drafts/<uuid:draft_id>/excel/template.xlsx", workbooks.template, name="workbook"),
    path("drafts/<uuid:draft_id>/files/", files.upload, name="upload"),
    path("drafts/<uuid:draft_id>/files/<uuid:attachment_id>/remove/", files.remove, name="file_remove"),
    path("directories/<slug:name>/", directory.search, name="directory"),
    path("files/<uuid:attachment_id>/", files.file, name="file"),
    path("files/<uuid:attachment_id>/preview/", files.preview, name="file_preview"),
    path("submissions/<uuid:submission_id>/", reading.submission, name="submission"),
    path("submissions.xlsx", exports.submissions, name="submissions_file"),
    path("submissions/<uuid:submission_id>/answers.xlsx", exports.answers, name="answers_file"),
    path("submissions/<uuid:submission_id>/paper.<str:kind>", paper.paper, name="paper"),
]
