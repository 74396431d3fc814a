"""Who runs the site: what the header, the footer and the META tags of a government site say."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="home", order=100)
class SiteIdentity(BaseSiteSetting):
    """Name, organiser and registrations of one site; edited by staff, used by every page."""

    name = models.CharField(_("name of the site"), max_length=60, default="试点通")
    tagline = models.CharField(_("tagline"), max_length=80, blank=True, default="中小企业数字化转型试点服务平台")
    lightweight_term = models.CharField(
        _("term for small, fast, light and precise products"),
        max_length=20,
        default="小快轻准",
        help_text=_("The official wording changes from programme to programme; every page uses the one given here."),
    )
    sponsor = models.CharField(_("organiser"), max_length=100, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    site_code = models.CharField(
        _("government site code"),
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^\d{10}$", _("The site code has ten digits: region code and serial number."))],
    )
    icp = models.CharField(_("ICP registration"), max_length=60, blank=True)
    police = models.CharField(_("public security registration"), max_length=60, blank=True)
    party_mark_url = models.URLField(_("address of the party and government site mark"), blank=True)
    find_error_url = models.URLField(_("address of the site error report desk"), blank=True)

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("tagline"), FieldPanel("lightweight_term")], heading=_("Names and terms")
        ),
        MultiFieldPanel(
            [FieldPanel("sponsor"), FieldPanel("phone"), FieldPanel("email"), FieldPanel("address")],
            heading=_("Organiser"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("site_code"),
                FieldPanel("icp"),
                FieldPanel("police"),
                FieldPanel("party_mark_url"),
                FieldPanel("find_error_url"),
            ],
            heading=_("Registrations"),
        ),
    ]

    class Meta:
        verbose_name = _("site identity")
        verbose_name_plural = _("site identities")
