"""What every environment shares. Each subject has its part; this file only composes them."""

from cms.settings.parts.apps import *
from cms.settings.parts.database import *
from cms.settings.parts.files import *
from cms.settings.parts.i18n import *
from cms.settings.parts.logs import *
from cms.settings.parts.mail import *
from cms.settings.parts.people import *
from cms.settings.parts.publishing import *
from cms.settings.parts.security import *
from cms.settings.parts.tasks import *
