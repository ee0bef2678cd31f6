"""The sentences about a file that is not taken: why, and what to do instead."""

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ui.uploads.verdicts import RefusedError

AS_PDF = _("Save it as pdf and attach that instead.")
PRINT_ANEW = _("Open it, choose Print and Save as pdf, and attach the new pdf.")
REASONS: dict[str, tuple[Promise, Promise]] = {
    "other_content": (
        _("The content is something else than the name says."),
        _("Save it again from the program where you wrote it, or as pdf."),
    ),
    "damaged": (
        _("The file is damaged or was not saved to the end."),
        _("Open it, save it once more and try again."),
    ),
    "password": (
        _("The file is locked with a password, so nobody here can open it."),
        _("Take the password away, save it and try again."),
    ),
    "macros": (_("The file contains macros, which are small programs."), AS_PDF),
    "controls": (_("The file contains active controls (ActiveX)."), AS_PDF),
    "objects": (_("Another file is embedded in the document, for example an old Excel sheet."), AS_PDF),
    "template": (_("The document fetches its template from the network when it is opened."), AS_PDF),
    "fetches": (_("The document fetches content from another place when it is opened."), AS_PDF),
    "dtd": (_("The file is built in an unusual way that can be misused."), AS_PDF),
    "old_office": (
        _("The file is in the old format from before 2007, whatever its name ends with."),
        _("Open it, choose Save as, and choose the newest format or pdf."),
    ),
    "bomb": (_("The file grows far too large when it is unpacked."), AS_PDF),
    "polyglot": (_("The file holds something more than the document."), AS_PDF),
    "script": (_("The pdf runs program code, as some forms do."), PRINT_ANEW),
    "launches": (_("The pdf starts or sends something when it is used."), PRINT_ANEW),
    "carries": (
        _("The pdf has other files attached inside it."),
        _("Attach them each by itself, and print the pdf to a new pdf."),
    ),
    "pixels": (
        _("The picture has too many pixels."),
        _("Make it smaller, or take a screenshot of it, and try again."),
    ),
    "picture": (
        _("The picture cannot be read."),
        _("Open it and save it again as jpg or png, or take a screenshot of it."),
    ),
    "heavy": (
        _("The file takes too long to check."),
        _("Divide it into smaller files, or save it as pdf, and try again."),
    ),
    "infected": (
        _("The virus check found something harmful in the file, and it is not saved."),
        _("Tell those who look after your computer."),
    ),
    "unchecked": (_("Files cannot be checked now."), _("Try again in a little while.")),
    "not_stored": (
        _("The file could not be saved now."),
        _("Try again in a little while. Write to MÄN if it does not help."),
    ),
    "nameless": (
        _("A file did not arrive, because its name cannot be read."),
        _("Rename it and choose it again."),
    ),
    "lock_file": (
        _("This is only Word's note that the document is open, not the document."),
        _("Choose the file whose name does not begin with ~$."),
    ),
}
OF_WORD = _("Open it in Word, choose Save as and then Word document (.docx) or pdf.")
OF_EXCEL = _("Open it in Excel, choose Save as and then Excel workbook (.xlsx).")
OF_POWERPOINT = _("Open it in PowerPoint, choose Save as and then PowerPoint presentation (.pptx) or pdf.")
OF_APPLE = _("Open it on your Mac, iPad or iPhone, choose Export and then pdf.")
OF_GOOGLE = _("It is only a link. Open the document, choose File, Download and then pdf, and attach that.")
OF_PICTURE = _("Save the picture as jpg or png and try again.")
OF_BUNDLE = _("Unpack it and attach the files each by itself.")
OF_MAIL = _("Open the mail, choose Print and Save as pdf, and attach the pdf.")
OF_FILM = _(
    "Film and sound cannot be attached. Put it where you usually do, and write the link in your answer."
)
OF_LINK = _("It is only a link. Write the address in your answer.")
PLAIN = _("Save it as pdf or Word and try again.")
ADVICE = {
    ending: advice
    for endings, advice in (
        ("doc dot docm dotx dotm rtf wpd wps odf ott fodt", OF_WORD),
        ("xls xlsb xlsm xlt xltx xltm csv tsv ots fods", OF_EXCEL),
        ("ppt pps ppsx ppsm pptm pot potx potm otp fodp", OF_POWERPOINT),
        ("pages numbers key", OF_APPLE),
        ("gdoc gsheet gslides", OF_GOOGLE),
        ("tif tiff bmp svg svgz avif psd ai eps raw dng cr2 nef ico", OF_PICTURE),
        ("zip rar 7z tar gz tgz", OF_BUNDLE),
        ("msg eml", OF_MAIL),
        ("mov mp4 m4v avi wmv mkv webm mp3 m4a wav aac ogg", OF_FILM),
        ("url webloc lnk", OF_LINK),
    )
    for ending in endings.split()
}


def refusal(reason: str, found: str = "") -> ValidationError:
    """Return the sentences for a reason, to be raised."""
    what, then = REASONS[reason]
    if reason == "other_content" and found:
        then = _("It seems to be a .%(found)s: rename it and try again.")
    return ValidationError(f"{what} {then}" % {"found": found}, code=reason)


def refusal_of(refused: RefusedError) -> ValidationError:
    """Return the sentences for what an inspection refused."""
    return refusal(refused.reason, refused.found)


def wrong_ending(ending: str) -> ValidationError:
    """Return the sentences for a file whose ending is not taken."""
    if not ending:
        words = _("The file's name has no ending such as .pdf or .docx. Save it again and choose a format.")
        return ValidationError(words, code="file_type")
    words = _("The file is in the format .%(ending)s. %(advice)s")
    params = {"ending": ending, "advice": ADVICE.get(ending, PLAIN)}
    return ValidationError(words, code="file_type", params=params)
