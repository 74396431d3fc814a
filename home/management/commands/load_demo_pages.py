"""Load the demo pages: `manage.py load_demo_pages`."""

from typing import Any

from django.core.management.base import BaseCommand

from home.services.demo_pages_load import demo_pages_load


class Command(BaseCommand):
    """Fills an empty site with a home page, columns, notices and policies."""

    help = "Load the fictional home page, notices and policies; running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and report."""
        loaded = demo_pages_load()
        self.stdout.write(f"演示页面 demo pages: {loaded.articles}（新增 new: {loaded.created}）")
