"""The tag that every list prints."""

from django.utils.safestring import mark_safe
from django.utils.translation import override, pgettext_lazy

from ui.tags import Tag


def test_a_tag_is_a_word_with_a_kind_and_a_glyph():
    assert [tag.html for tag in (Tag("Klar"), Tag("Senare", ""), Tag("Försenad", "late", "✕"))] == [
        '<span class="tag tag--ok"><span>Klar</span></span>',
        '<span class="tag"><span>Senare</span></span>',
        '<span class="tag tag--late"><span aria-hidden="true">✕</span><span>Försenad</span></span>',
    ]


def test_a_tag_is_written_in_the_language_of_who_reads():
    tag = Tag(pgettext_lazy("check-in", "Late"), "late")
    found = []
    for language in ("sv", "en", "sv"):
        with override(language):
            found.append(tag.html)
    assert found == [
        f'<span class="tag tag--late"><span>{word}</span></span>' for word in ("Sen", "Late", "Sen")
    ]


def test_a_tag_escapes_its_word_even_after_the_same_was_marked_as_safe():
    assert [Tag(word).html for word in (mark_safe("<b>"), "<b>")] == [
        '<span class="tag tag--ok"><span><b></span></span>',
        '<span class="tag tag--ok"><span>&lt;b&gt;</span></span>',
    ]
