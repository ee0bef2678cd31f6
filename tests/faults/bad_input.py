"""Kinds of bad input, and what each becomes: the table that ``test_bad_input`` sends to every door that fits.

A kind of text is a name, what is sent, and what is stored; ``REFUSED`` is a sentence at the field and no row.
A text may depend on how much the field takes: such a kind is a function of that number.
"""

REFUSED = None


def full(most):
    return "å" * most


def too_much(most):
    return "å" * (most + 1)


def padded(most):
    return "a\u030a\u200b" * most + "\u00a0\u200b"


# Texts on one line, and longer ones too.
TEXTS = [
    ("NUL", "Åsa\x00Ek", "ÅsaEk"),
    ("escape sequence", "Åsa\x1b[31mEk", "Åsa[31mEk"),
    ("bell and delete", "Åsa\x07\x7fEk", "ÅsaEk"),
    ("C1 control", "Åsa\x9bEk", "ÅsaEk"),
    ("tab", "Åsa\tEk", "Åsa Ek"),
    ("no-break spaces around", "\u00a0Åsa Ek\u00a0", "Åsa Ek"),
    ("narrow spaces around", "\u202f\u2009Åsa Ek\u3000", "Åsa Ek"),
    ("zero-width space", "Åsa\u200b Ek\u200b", "Åsa Ek"),
    ("zero-width non-joiner", "Åsa\u200c Ek", "Åsa Ek"),
    ("joiner between letters", "Å\u200dsa Ek", "Åsa Ek"),
    ("word joiner", "Åsa Ek\u2060", "Åsa Ek"),
    ("byte order mark", "\ufeffÅsa Ek", "Åsa Ek"),
    ("soft hyphen", "Å\u00adsa Ek", "Åsa Ek"),
    ("direction marks", "\u200eÅsa\u200f Ek\u061c", "Åsa Ek"),
    ("direction override", "\u202eÅsa Ek\u202c", "Åsa Ek"),
    ("direction isolate", "\u2066Åsa\u2069 Ek", "Åsa Ek"),
    ("decomposed", "A\u030asa O\u0308berg", "Åsa Öberg"),
    ("the sign for ångström", "\u212bsa Ek", "Åsa Ek"),
    ("a hundred marks", "A" + "\u0301" * 100, "\u00c1" + "\u0301" * 3),
    ("a hundred enclosing marks", "A" + "\u20dd" * 100, "A" + "\u20dd" * 4),
    ("variation selectors", "Å\ufe00sa\U000e0101 Ek", "Åsa Ek"),
    ("tags", "Åsa\U000e0041\U000e007f Ek", "Åsa Ek"),
    ("no character", "Åsa\ufffe\ufdd0 Ek", "Åsa Ek"),
    ("bytes that are no text", b"\xc3\x85sa \xff\xfe", "Åsa \ufffd\ufffd"),
    ("half a character", b"\xc3\x85sa \xed\xa0\x80", "Åsa \ufffd\ufffd\ufffd"),
    ("only fillers", "\u3164\uffa0\u115f", REFUSED),
    ("only empty Braille", "\u2800\u2800", REFUSED),
    ("only unseen", "\u200b\u2060\u00ad\u202e", REFUSED),
    ("only blanks", " \u00a0\t\r\n\u2003", REFUSED),
    ("only controls", "\x00\x01\x02", REFUSED),
    ("nothing", "", REFUSED),
    ("script", "<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("template", "{{ 7*7 }}{% now 'Y' %}", "{{ 7*7 }}{% now 'Y' %}"),
    ("formula", '=HYPERLINK("http://x.example")', '=HYPERLINK("http://x.example")'),
    ("SQL", "Robert'); DROP TABLE accounts_user;--", "Robert'); DROP TABLE accounts_user;--"),
    ("format", "%s %(name)s {0} %n", "%s %(name)s {0} %n"),
    ("Excel's escape", "_x0041_ ska stå kvar", "_x0041_ ska stå kvar"),
    ("path", "../../etc/passwd", "../../etc/passwd"),
    ("script link", "[x](javascript:alert(1))", "[x](javascript:alert(1))"),
    ("emoji", "👍🏽 👨\u200d👩\u200d👧 ❤\ufe0f", "👍🏽 👨\u200d👩\u200d👧 ❤\ufe0f"),
    ("Arabic", "محمد عثمان", "محمد عثمان"),
    ("Sámi", "Čálli Ŧuŋ", "Čálli Ŧuŋ"),
    ("as long as it may be", full, full),
    ("decomposed, as long as it may be", padded, full),
    ("one letter too long", too_much, REFUSED),
    ("one word of 25,000 letters", "å" * 25_000, REFUSED),
    ("personal number", "Siri 850709-9805", REFUSED),
    ("personal number with blanks", "1985 07 09 9805", REFUSED),
    ("personal number with a minus", "850709\u22129805", REFUSED),
    ("personal number with a soft hyphen", "850709\u00ad-9805", REFUSED),
    ("personal number in wide digits", "８５０７０９９８０５", REFUSED),
    ("coordination number", "850769-9810", REFUSED),
    ("mobile number", "0701740607", "0701740607"),
]
ONE_LINE = [
    ("vertical tab in a line", "Del 2\x0bMetoder", "Del 2 Metoder"),
    ("form feed in a line", "Del 2\x0cMetoder", "Del 2 Metoder"),
    ("header after a line break", "Åsa\r\nBcc: alla@example.org", "Åsa Bcc: alla@example.org"),
    ("empty line in a line", "Åsa\n\nEk", "Åsa Ek"),
    ("carriage return in a line", "Åsa\rEk", "Åsa Ek"),
    ("next line in a line", "Åsa\x85Ek", "Åsa Ek"),
    ("line separators in a line", "Åsa\u2028\u2029Ek", "Åsa Ek"),
    ("file separators in a line", "Åsa\x1c\x1d\x1eEk", "Åsa Ek"),
]
MANY_LINES = [
    ("vertical tab", "Ett\x0btvå", "Ett\ntvå"),
    ("form feed", "Ett\x0ctvå", "Ett\ntvå"),
    ("line breaks of three systems", "1\r\n2\r3\n4", "1\n2\n3\n4"),
    ("line separators", "1\u20282\u20293\x854", "1\n2\n3\n4"),
    ("no-break space within", "10\u00a0000 kr", "10\u00a0000 kr"),
    ("personal number after a line break", "Siri:\x0b850709-9805", REFUSED),
]
ADDRESSES = [
    ("zero-width space after an address", "asa@kommun.example\u200b", "asa@kommun.example"),
    ("word joiner after an address", "asa@kommun.example\u2060", "asa@kommun.example"),
    ("soft hyphen in an address", "asa@kom\u00admun.example", "asa@kommun.example"),
    ("blanks around an address", "\u00a0asa@kommun.example\r\n", "asa@kommun.example"),
    ("capitals in an address", "Asa@KOMMUN.example", "asa@kommun.example"),
    ("domain with ö", "asa@malmö.example", "asa@malmö.example"),
    ("decomposed domain", "asa@malmo\u0308.example", "asa@malmö.example"),
    ("encoded domain", "asa@XN--malm-8qa.example", "asa@malmö.example"),
    ("64 letters before @", "a" * 64 + "@kommun.example", "a" * 64 + "@kommun.example"),
    ("65 letters before @", "a" * 65 + "@kommun.example", REFUSED),
    ("quoted script", '"<script>"@kommun.example', REFUSED),
    ("quoted blank", '"a b"@kommun.example', REFUSED),
    ("number for a domain", "asa@[127.0.0.1]", REFUSED),
    ("number of version 6", "asa@[IPv6:::1]", REFUSED),
    ("header after an address", "asa@kommun.example\r\nBcc: alla@kommun.example", REFUSED),
    ("two addresses", "asa@kommun.example, bo@kommun.example", REFUSED),
    ("name and address", "Åsa Ek <asa@kommun.example>", REFUSED),
    ("link to an address", "mailto:asa@kommun.example", REFUSED),
    ("two @", "asa@bo@kommun.example", REFUSED),
    ("no domain", "asa@", REFUSED),
    ("no dot", "asa@kommun", REFUSED),
    ("two dots", "asa@kommun..example", REFUSED),
    ("å before @", "åsa@kommun.example", REFUSED),
    ("blank in an address", "asa ek@kommun.example", REFUSED),
    ("too long a label", "asa@" + "a" * 64 + ".example", REFUSED),
    ("400 letters", "asa@" + "a." * 200 + "example", REFUSED),
    ("personal number before @", "8507099805@kommun.example", REFUSED),
]
# What a field for a number takes for a small number, or refuses.
NUMBERS = [
    ("2¹⁵", "32768", REFUSED),
    ("2³¹", "2147483648", REFUSED),
    ("2⁶³", "9223372036854775808", REFUSED),
    ("30 digits", "9" * 30, REFUSED),
    ("5,000 digits", "9" * 5000, REFUSED),
    ("letters", "abc", REFUSED),
    ("NUL for a number", "\x00", REFUSED),
    ("underscore in a number", "1_000", 1000),
    ("NaN", "NaN", REFUSED),
    ("infinity", "inf", REFUSED),
    ("superscript", "²", REFUSED),
    ("minus", "-1", REFUSED),
    ("exponent", "1e5", REFUSED),
    ("hexadecimal", "0x10", REFUSED),
    ("decimal", "1.5", REFUSED),
    ("list", "[1]", REFUSED),
    ("formula for a number", "=1+1", REFUSED),
    ("wide digit", "\uff17", 7),
    ("Arabic digit", "\u0667", 7),
    ("blank before", " 7", 7),
    ("zero before", "007", 7),
]
# No day, or one that nobody means.
DAYS = [
    ("30 February", "2026-02-30"),
    ("month 13", "2026-13-01"),
    ("year 0", "0000-01-01"),
    ("year 1", "0001-01-01"),
    ("year 9999", "9999-12-31"),
    ("year 10000", "10000-01-01"),
    ("a time", "2026-12-03T25:61"),
    ("words", "på tisdag"),
    ("NUL in a day", "2026-12\x0003"),
    ("wide digits in a day", "２０２６-12-32"),
    ("a range", "2026-12-03/2026-12-04"),
    ("5,000 letters for a day", "2" * 5000),
]
# Requests that no browser of a person makes: how, where, with what, and the answer.
FORM = "application/x-www-form-urlencoded"
REQUESTS = [
    ("foreign host", "get", "/", {"headers": {"Host": "evil.example"}}, 400),
    ("host with a slash", "get", "/", {"headers": {"Host": "testserver/evil.example"}}, 400),
    ("unknown method", "propfind", "/intresseanmalan/", {}, 405),
    ("put", "put", "/intresseanmalan/", {}, 405),
    ("delete", "delete", "/intresseanmalan/", {}, 405),
    ("1,001 fields", "post", "/intresseanmalan/", {"data": "a=1&" * 1001, "content_type": FORM}, 400),
    ("JSON for a form", "post", "/intresseanmalan/", {"data": "{", "content_type": "application/json"}, 400),
    (
        "unknown charset",
        "post",
        "/intresseanmalan/",
        {"data": "a=1", "content_type": f"{FORM}; charset=no"},
        200,
    ),
    (
        "parts without a boundary",
        "post",
        "/intresseanmalan/",
        {"data": "x", "content_type": "multipart/form-data"},
        400,
    ),
    ("path with NUL", "get", "/kommuner/%00/", {}, 404),
    ("path with bytes", "get", "/omgangar/%ff%fe/", {}, 404),
    ("path of 5,000 letters", "get", f"/{'a' * 5000}/", {}, 404),
    ("path upwards", "get", "/static/..%2f..%2fetc/passwd", {}, 404),
    ("query with bytes", "get", "/?sok=%ff%00%zz", {}, 200),
    (
        "rubbish in a cookie",
        "get",
        "/",
        {"headers": {"Cookie": "sessionid=\x01\x02; csrftoken=%00; a=\xff"}},
        200,
    ),
    ("session that never was", "get", "/", {"headers": {"Cookie": f"sessionid={'a' * 5000}"}}, 200),
    ("language that is none", "get", "/", {"headers": {"Accept-Language": "\x00;q=9,*" + ",a" * 5000}}, 200),
    ("addresses that are none", "get", "/", {"headers": {"X-Forwarded-For": "a, ::ffff:1.2.3.4, \x00"}}, 200),
]
