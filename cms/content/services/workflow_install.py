"""Moderation: editors submit, publishers approve."""

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

WORKFLOW_NAME = "信息发布审核"
TASK_NAME = "审核发布"
# What Wagtail's own first migration calls them; they are taken over, not doubled.
STOCK_WORKFLOW_NAME = "Moderators approval"
STOCK_TASK_NAME = "Moderators approval"


@transaction.atomic
def workflow_install(*, approvers: Group) -> Workflow:
    """Set up the approval of pages by the group `approvers` for the whole tree; twice changes nothing."""
    task = GroupApprovalTask.objects.filter(name__in=[TASK_NAME, STOCK_TASK_NAME]).order_by("pk").first()
    task = task or GroupApprovalTask(name=TASK_NAME)
    task.name = TASK_NAME
    task.active = True
    task.save()
    task.groups.add(approvers)
    workflow = Workflow.objects.filter(name__in=[WORKFLOW_NAME, STOCK_WORKFLOW_NAME]).order_by("pk").first()
    workflow = workflow or Workflow(name=WORKFLOW_NAME)
    workflow.name = WORKFLOW_NAME
    workflow.active = True
    workflow.save()
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    root = Page.get_first_root_node()
    if not WorkflowPage.objects.filter(page=root).exists():
        WorkflowPage.objects.create(page=root, workflow=workflow)
    return workflow
