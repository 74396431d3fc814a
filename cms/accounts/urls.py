"""Addresses of the room in the portal."""

from django.urls import path

from cms.accounts.web import delegations, members, notifications, organisations

app_name = "accounts"

urlpatterns = [
    path("", organisations.organisations, name="organisations"),
    path("find/", organisations.find, name="find"),
    path("join/", organisations.join, name="join"),
    path("register/", organisations.register, name="register"),
    path("requests/<int:pk>/withdraw/", organisations.withdraw, name="withdraw"),
    path("requests/<int:pk>/confirm/", members.confirm_request, name="confirm_request"),
    path("requests/<int:pk>/refuse/", members.refuse_request, name="refuse_request"),
    path("<int:pk>/members/", members.members, name="members"),
    path("memberships/<int:pk>/end/", members.end_membership, name="end_membership"),
    path("memberships/<int:pk>/role/", members.change_role, name="change_role"),
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/<int:pk>/end/", delegations.delegation_stop, name="delegation_end"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/channels/", notifications.channels, name="channels"),
    path("notifications/read/", notifications.read_all, name="read_all"),
    path("notifications/<int:pk>/open/", notifications.open_notification, name="open_notification"),
]
