"""{% kept %}: a part of the frame that is the same as long as the public content and the named values are.

A page of the portal renders some two hundred template nodes around its own content; most of them come out the same for
each request of a person. What does differ within such a part, the token and the address, is put in afterwards.
"""

from typing import Any

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from cms.content.facade import ContentCache

register = template.Library()

KEPT_PARTS = 2048
KEEP_SECONDS = 60
# Private-use characters, which no text of the frame contains, stand for what is put in per request.
MARKS = {"csrf_token": "\ue010", "this_address": "\ue011"}
_parts: ContentCache[str] = ContentCache(size=KEPT_PARTS, seconds=KEEP_SECONDS)


class KeptNode(template.Node):
    """Renders its content once per key."""

    def __init__(self, nodelist: NodeList, name: str, keys: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.name = name
        self.keys = keys

    def render(self, context: template.Context) -> SafeString:
        """Return the kept part with this request's values in their places."""
        if settings.DEBUG:
            return self.nodelist.render(context)
        # As text: a lazy value would keep its request alive.
        key = (self.name, get_language(), *(str(one.resolve(context)) for one in self.keys))
        html = _parts.get_or_make(key, lambda: self._rendered(context))
        for name, mark in MARKS.items():
            if mark in html:
                html = html.replace(mark, conditional_escape(str(context.get(name, ""))))
        return mark_safe(html)  # noqa: S308 - rendered by a template; what is put in is escaped above

    def _rendered(self, context: template.Context) -> str:
        with context.push(**MARKS):
            return str(self.nodelist.render(context))


@register.tag("kept")
def kept(parser: Parser, token: Token) -> KeptNode:
    """{% kept "name" value value … %}…{% endkept %}: the values are all on which the content depends."""
    _tag, *arguments = token.split_contents()
    if not arguments:
        raise template.TemplateSyntaxError('{% kept %} needs a name: {% kept "header" value %}')
    nodelist: Any = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, arguments[0].strip("\"'"), [parser.compile_filter(one) for one in arguments[1:]])
