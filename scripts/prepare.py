"""Bring the database up to date with the programme and the demo: one process, because starting Django is what costs."""

import io

import django
from django.core.management import call_command

COMMANDS = (
    ("migrate", "--noinput"),
    ("seed_calendar",),
    ("load_programme", "jiangsu", "--publish"),
    ("load_demo",),
    # Indexes what was just loaded, so that search works at once and the worker has nothing to say when the site starts.
    ("db_worker", "--batch", "--no-startup-delay", "--verbosity", "0"),
)


def main() -> None:
    """Run the commands in order; each is safe to run again."""
    django.setup()
    for name, *arguments in COMMANDS:
        output = io.StringIO()
        call_command(name, *arguments, stdout=output)
        lines = output.getvalue().strip().splitlines()
        applied = sum(line.endswith("... OK") for line in lines)
        print(
            f"{name}: {applied} 个迁移 migrations applied" if name == "migrate" else f"{name}: {' '.join(lines[-1:])}"
        )


if __name__ == "__main__":
    main()
