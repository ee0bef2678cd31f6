"""The only views that serve files: fetched within the reader's scope, as attachments."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.requests import LoggedInRequest
from participants.models import StoredFile
from programmes.models import Material
from ui.files import as_attachment, as_picture


@require_safe
def stored_file(request: LoggedInRequest, pk: int) -> FileResponse:
    """Serve a file of a draft that the person may edit, or of a version or mandate entry they may read."""
    stored = _stored(request, pk)
    try:
        return as_attachment(stored.file, name=stored.name)
    except FileNotFoundError:
        raise Http404 from None


@require_safe
def stored_picture(request: LoggedInRequest, pk: int) -> FileResponse:
    """Serve the small picture of a picture that the person may open."""
    stored = _stored(request, pk)
    if not stored.small:
        raise Http404
    try:
        return as_picture(stored.small)
    except FileNotFoundError:
        raise Http404 from None


def _stored(request: LoggedInRequest, pk: int) -> StoredFile:
    visible = StoredFile.objects.visible_to(request.user, on=request.today)
    stored = get_object_or_404(visible, pk=pk)
    if not stored.can_be_opened:
        raise Http404
    return stored


@require_safe
def material_file(request: LoggedInRequest, pk: int) -> FileResponse:
    """Serve a file of material of the person's cohort."""
    material = get_object_or_404(
        Material.objects.visible_to(request.user, on=request.today).with_file(), pk=pk
    )
    try:
        return as_attachment(material.file, name=material.file_name)
    except FileNotFoundError:
        raise Http404 from None
