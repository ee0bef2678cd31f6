"""The inspector's judgement of some content, without its process."""

from PIL import ImageFile

from ui.uploads.inspector import check
from ui.uploads.verdicts import RefusedError


def verdict(tmp_path, content, ending):
    """Return the reason and the ending that would fit, or the ending of what was taken."""
    path = tmp_path / "given"
    path.write_bytes(content)
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # as in a process of its own; whoever makes a PDF sets it
    try:
        return check(path, ending, tmp_path)["ending"]
    except RefusedError as refused:
        return (refused.reason, refused.found)
