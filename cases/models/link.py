"""Cases that belong together: an objection and what it objects to, an appeal, a case within a case."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseLink(models.Model):
    """`other` was opened because of `case`; `kind` says as what, such as objection or appeal."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="links", verbose_name=_("case"))
    other = models.ForeignKey(
        "cases.Case", on_delete=models.CASCADE, related_name="origins", verbose_name=_("other case")
    )
    kind = models.SlugField(_("kind of link"), max_length=40)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["case", "pk"]
        verbose_name = _("link between cases")
        verbose_name_plural = _("links between cases")
        constraints = [models.UniqueConstraint(fields=["case", "other", "kind"], name="one_link_per_kind")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.other_id}"
