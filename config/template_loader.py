"""Templates as they are sent: their indentation is for those who write them, and a third of a page."""

import re

from django.template import Origin
from django.template.loaders import filesystem

LINE_BREAK = re.compile(r"\s*\n\s*")


class Loader(filesystem.Loader):
    """Reads our own templates."""

    def get_contents(self, origin: Origin) -> str:
        """Return the source, of a page without indentation; a mail is sent as it is written."""
        source = super().get_contents(origin)
        return LINE_BREAK.sub("\n", source) if origin.name.endswith(".html") else source
