"""Small real pdf files for the demo, generated so that no document needs to be copied."""

OBJECTS = (
    b"<< /Type /Catalog /Pages 2 0 R /Lang (sv) >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>"
    ),
)
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def _escaped(text: str) -> bytes:
    raw = text.encode("cp1252", "replace")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def small_pdf(title: str, line: str) -> bytes:
    """Return a one-page pdf 1.4 with a title and one line of text."""
    words = (_escaped(title), _escaped(line))
    content = b"BT /F1 20 Tf 60 760 Td (%b) Tj 0 -36 Td /F1 12 Tf (%b) Tj ET" % words
    stream = b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content)
    document = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate((*OBJECTS, stream, FONT), start=1):
        places.append(len(document))
        document += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(document)
    document += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    document += b"".join(b"%010d 00000 n \n" % place for place in places)
    document += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start)
    return bytes(document)
