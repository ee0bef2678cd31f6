"""The inspector's judgement of some content, without its process."""

from ui.uploads.inspector import check
from ui.uploads.verdicts import RefusedError


def verdict(tmp_path, content, ending):
    """Return the reason and the ending that would fit, or the ending of what was taken."""
    path = tmp_path / "given"
    path.write_bytes(content)
    try:
        return check(path, ending, tmp_path)["ending"]
    except RefusedError as refused:
        return (refused.reason, refused.found)
