"""Whether a file can be shown as a small picture."""

from django import template

from forms_app.services.picture_preview import is_picture_name

register = template.Library()
register.filter("is_picture", is_picture_name)
