"""The column: a list page with the newest article first."""

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.content.models.base import BasePage

ARTICLES_PER_PAGE = 10


class ColumnPage(BasePage):
    """A list of articles of one type, in pages, filtered by kind."""

    intro = models.CharField(_("introduction"), max_length=200, blank=True)
    column_type = models.CharField(
        _("column type"), max_length=30, blank=True, help_text=_("For the META tags of government sites.")
    )

    template = "content/column.html"
    show_in_menus_default = True
    article_model: ClassVar[Any] = None

    content_panels: ClassVar[list[Any]] = [*BasePage.content_panels, FieldPanel("intro")]
    promote_panels: ClassVar[list[Any]] = [*BasePage.promote_panels, FieldPanel("column_type")]

    class Meta:
        abstract = True

    def articles(self) -> Any:
        """Return what a visitor may read here, newest first."""
        return self.article_model.objects.child_of(self).live().public().order_by("-published_at", "-pk")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of articles and the kinds that can be chosen."""
        context = super().get_context(request, *args, **kwargs)
        articles = self.articles()
        kinds = dict(self.article_model.Kind.choices)
        kind = request.GET.get("kind", "")
        if kind in kinds:
            articles = articles.filter(kind=kind)
        paginator = Paginator(articles, ARTICLES_PER_PAGE)
        page = paginator.get_page(request.GET.get("page"))
        present = set(self.articles().order_by().values_list("kind", flat=True).distinct())
        context |= {
            "column": self,
            "articles": page,
            "page_numbers": paginator.get_elided_page_range(page.number, on_each_side=1),
            "kinds": [(key, label) for key, label in kinds.items() if key in present],
            "chosen_kind": kind if kind in kinds else "",
        }
        return context
