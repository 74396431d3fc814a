"""Pieces of the landing page that editors arrange."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class StepBlock(blocks.StructBlock):
    """One step of how the service works."""

    title = blocks.CharBlock(label=_("title"), max_length=20)
    text = blocks.CharBlock(label=_("text"), max_length=120)

    class Meta:
        icon = "list-ol"
        label = _("step")


class StepsBlock(blocks.StreamBlock):
    """The steps in their order."""

    step = StepBlock()

    class Meta:
        max_num = 6
