"""A person who signs in, by e-mail address."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from guardian.mixins import GuardianUserMixin


class UserManager(BaseUserManager["User"]):
    """Creates people by e-mail address; there is no user name."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """Create a person who may sign in; without a password they must set one by mail."""
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """Create a person who may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(GuardianUserMixin, AbstractUser):
    """A person. What they may do follows from their memberships, not from fields here."""

    username = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    full_name = models.CharField(_("full name"), max_length=60, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    mail_wanted = models.BooleanField(_("messages also by e-mail"), default=True)
    sms_wanted = models.BooleanField(_("messages also by text message"), default=True)
    agreed_at = models.DateTimeField(_("agreed to the terms at"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            # Two spellings of one address are one person.
            models.UniqueConstraint(Lower("email"), name="one_person_per_address"),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    @property
    def first_name(self) -> str:  # type: ignore[override]
        """Return what Wagtail's menu calls the person; it knows no full name."""
        return self.full_name

    def get_full_name(self) -> str:
        """Return the name as the person gave it, else the address."""
        return self.full_name or self.email

    def get_short_name(self) -> str:
        return self.get_full_name()
