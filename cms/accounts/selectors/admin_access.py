"""Who may open the admin at all."""

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from cms.accounts.selectors.acting import Person
from cms.core.prepared import PreparedRows


def may_open_admin(user: Person) -> bool:
    """Say whether a person holds the permission that opens the admin; one query, where `has_perm` reads them all."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or bool(_opening(user=user.pk))


def _opening_permissions(user: int) -> QuerySet[Permission, tuple[int]]:
    opens = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    return opens.filter(Q(group__user=user) | Q(user=user)).order_by().values_list("pk")[:1]


_opening = PreparedRows(_opening_permissions, user=int)
