"""Pictures are drawn anew: turned the right way, at most 2,560 px wide or high, without what they told.

That takes away where and when a picture was taken, and whatever else was hidden in the file.
"""

import io
from pathlib import Path
from typing import Any

from ui.uploads.verdicts import LONGEST_SIDE, MOST_PIXELS, MOST_PIXELS_OF_JPEG, SMALL_SIDE, RefusedError

HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"hevm", b"mif1", b"msf1")
ORIENTATION = 0x0112
TURNS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
JPEG = {"JPEG", "MPO"}  # the second is what some phones write: several pictures, of which the first is meant


def is_picture(head: bytes) -> bool:
    """Say whether content begins as one of the pictures that are taken."""
    return (
        head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a"))
        or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
        or _is_heif(head)
    )


def _is_heif(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS


def redrawn(path: Path) -> tuple[str, bytes, bytes]:
    """Return the ending that fits, the picture drawn anew, and a small one for lists."""
    from PIL import Image  # noqa: PLC0415 -- for a picture alone

    formats: tuple[str, ...] = ("JPEG", "PNG", "WEBP", "GIF")
    with path.open("rb") as file:
        if _is_heif(file.read(12)):
            import pi_heif  # noqa: PLC0415

            pi_heif.register_heif_opener(thumbnails=False)
            formats = ("HEIF",)
    Image.MAX_IMAGE_PIXELS = None  # the limits below, instead of a warning
    try:
        with Image.open(path, formats=formats) as picture:
            most = MOST_PIXELS_OF_JPEG if picture.format in JPEG else MOST_PIXELS
            if picture.width * picture.height > most:
                raise RefusedError("pixels")
            return _drawn(picture, Image)
    except MemoryError as fault:
        raise RefusedError("pixels") from fault
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        IndexError,
        KeyError,
        TypeError,
        RuntimeError,
    ) as fault:
        raise RefusedError("picture") from fault


def _drawn(picture: Any, pillow: Any) -> tuple[str, bytes, bytes]:
    kept_sharp = picture.format in {"PNG", "GIF"}
    if picture.format in JPEG:
        picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
        if picture.width * picture.height > MOST_PIXELS:
            raise RefusedError("pixels")
    picture.seek(0)
    profile = picture.info.get("icc_profile")
    turn = picture.getexif().get(ORIENTATION, 1)
    is_palette = picture.mode not in {"RGB", "L", "CMYK", "RGBA"} or "transparency" in picture.info
    plain = _with_plain_colours(picture, profile) if is_palette else picture
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE), pillow.Resampling.LANCZOS, reducing_gap=2.0)
    plain = _with_plain_colours(plain, profile)  # once it is small, which takes a third of the memory
    if turn in TURNS:
        plain = plain.transpose(pillow.Transpose[TURNS[turn]])
    plain.info.clear()
    has_holes = plain.mode in {"RGBA", "LA"}
    ending = "png" if kept_sharp or has_holes else "jpg"
    whole = _written(plain, ending)
    plain.thumbnail((SMALL_SIDE, SMALL_SIDE), pillow.Resampling.LANCZOS)
    if has_holes:
        ground = pillow.new("RGB", plain.size, "white")
        ground.paste(plain, mask=plain.getchannel("A"))
        plain = ground
    return ending, whole, _written(plain, "jpg")


def _with_plain_colours(picture: Any, profile: bytes | None) -> Any:
    """Return the picture in grey or sRGB, with its transparency."""
    if picture.mode.startswith("I"):
        return picture.point(lambda value: value / 256).convert("L")
    if picture.mode in {"L", "1"} and "transparency" not in picture.info:
        return picture.convert("L")
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    if profile and picture.mode in {"RGB", "CMYK"}:
        return _in_srgb(picture, profile)
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _in_srgb(picture: Any, profile: bytes) -> Any:
    from PIL import ImageCms  # noqa: PLC0415

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture.convert("RGB")


def _written(picture: Any, ending: str) -> bytes:
    to = io.BytesIO()
    if ending == "png":
        picture.save(to, "PNG", compress_level=3)
    else:
        picture.save(to, "JPEG", quality=85)
    return to.getvalue()
