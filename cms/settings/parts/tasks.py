"""Background work: rows in the database, run by the worker process (`manage.py db_worker`); no broker."""

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
