"""Create and change a region, keeping the path of its whole subtree true."""

from django.db import transaction
from wagtail.log_actions import log

from cms.accounts.errors import RegionInsideItself
from cms.accounts.models import Region, User


@transaction.atomic
def region_save(*, region: Region, actor: User | None) -> Region:
    """Store a new or changed region; when it moved, everything below it moves along."""
    created = region.pk is None
    old_path = "" if created else Region.objects.select_for_update().get(pk=region.pk).path
    parent = Region.objects.select_for_update().get(pk=region.parent_id) if region.parent_id else None
    if parent is not None and old_path and parent.path.startswith(old_path):
        raise RegionInsideItself
    region.path = f"{parent.path if parent else ''}{region.code}/"
    region.save()
    if old_path and old_path != region.path:
        for below in Region.objects.filter(path__startswith=old_path).exclude(pk=region.pk):
            below.path = region.path + below.path.removeprefix(old_path)
            below.save(update_fields=["path", "updated_at"])
    log(region, "wagtail.create" if created else "wagtail.edit", user=actor)
    return region
