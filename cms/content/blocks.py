"""What an article is made of. Editors combine these; none of them needs a developer."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

RICH_TEXT_FEATURES = ["bold", "italic", "h3", "ol", "ul", "link", "document-link"]


class FigureBlock(blocks.StructBlock):
    """A picture with what it shows, for those who cannot see it."""

    image = ImageChooserBlock(label=_("picture"))
    alt_text = blocks.CharBlock(
        label=_("what the picture shows"),
        max_length=200,
        help_text=_("Read aloud to people who cannot see the picture."),
    )
    caption = blocks.CharBlock(label=_("caption"), max_length=200, required=False)

    class Meta:
        icon = "image"
        label = _("picture")
        template = "content/blocks/figure.html"


class QuoteBlock(blocks.StructBlock):
    """Words of somebody else."""

    text = blocks.TextBlock(label=_("text"), rows=3)
    source = blocks.CharBlock(label=_("source"), max_length=120, required=False)

    class Meta:
        icon = "openquote"
        label = _("quotation")
        template = "content/blocks/quote.html"


class CalloutBlock(blocks.StructBlock):
    """A box that nobody should overlook: a deadline, a condition, a contact."""

    tone = blocks.ChoiceBlock(
        label=_("kind"), choices=[("info", _("note")), ("warning", _("attention"))], default="info"
    )
    title = blocks.CharBlock(label=_("title"), max_length=60, required=False)
    text = blocks.RichTextBlock(label=_("text"), features=["bold", "link", "ol", "ul"])

    class Meta:
        icon = "warning"
        label = _("callout")
        template = "content/blocks/callout.html"


class ArticleTableBlock(TypedTableBlock):
    """A table of text and number columns, filled in cell by cell."""

    text = blocks.CharBlock(label=_("text"), required=False)
    number = blocks.DecimalBlock(label=_("number"), required=False)
    rich_text = blocks.RichTextBlock(label=_("formatted text"), features=["bold", "link"], required=False)

    class Meta:
        icon = "table"
        label = _("table")
        template = "content/blocks/table.html"


class BodyBlock(blocks.StreamBlock):
    """The body of an article."""

    paragraph = blocks.RichTextBlock(label=_("paragraphs"), icon="pilcrow", features=RICH_TEXT_FEATURES)
    heading = blocks.CharBlock(label=_("heading"), icon="title", max_length=120, template="content/blocks/heading.html")
    table = ArticleTableBlock()
    figure = FigureBlock()
    quote = QuoteBlock()
    callout = CalloutBlock()


class AttachmentsBlock(blocks.StreamBlock):
    """The files that belong to an article, in their order."""

    document = DocumentChooserBlock(label=_("attachment"), icon="doc-full")
