"""Both databases order and find Swedish names alike."""

import pytest
from django.db import connection

from config.sqlite3.base import compare, like, sort_key

ORDERED = [
    "",
    "10 kommuner",
    "2 kommuner",
    "Alingsås",
    "Arboga",
    "ek",
    "Ek",
    "Ék",
    "Ekerö",
    "Lilla Edet",
    "Lillan",
    "Muller",
    "Myller",
    "Müller",
    "Upplands Väsby",
    "Upplands-Bro",
    "Valdemarsvik",
    "Wallin",
    "Zorn",
    "Åmål",
    "Ånge",
    "Älmhult",
    "Ängelholm",
    "Öckerö",
    "Ørsted",
    "Östersund",
]


@pytest.fixture
def names(db):
    """Make a table of names with the portal's collation, on whichever database is in use."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("CREATE COLLATION IF NOT EXISTS swedish (provider = icu, locale = 'sv-SE')")
        cursor.execute('CREATE TABLE "some_name" ("name" text COLLATE "swedish")')
        cursor.executemany("INSERT INTO some_name VALUES (%s)", [[name] for name in reversed(ORDERED)])
        yield cursor
        cursor.execute('DROP TABLE "some_name"')


def found(cursor, lookup, value):
    """Return the names that a Django lookup finds, with the operator that Django uses."""
    like_value = {"icontains": "%{}%", "istartswith": "{}%", "iexact": "{}"}[lookup].format(value)
    operator = connection.operators[lookup]
    column = connection.ops.lookup_cast(lookup) % "name"
    cursor.execute(f"SELECT name FROM some_name WHERE {column} {operator}", [like_value])  # noqa: S608
    return {name for (name,) in cursor.fetchall()}


def test_names_are_ordered_as_in_swedish(names):
    names.execute("SELECT name FROM some_name ORDER BY name")

    assert [name for (name,) in names.fetchall()] == ORDERED


def test_only_identical_names_are_equal(names):
    names.execute("SELECT name FROM some_name WHERE name = 'ek'")

    assert names.fetchall() == [("ek",)]


def test_case_is_ignored_in_every_letter(names):
    assert found(names, "icontains", "ånge") == {"Ånge"}
    assert found(names, "istartswith", "ÖCKER") == {"Öckerö"}
    assert found(names, "iexact", "älmhult") == {"Älmhult"}


def test_wildcards_are_letters_when_escaped(names):
    names.executemany("INSERT INTO some_name VALUES (%s)", [["100 % i fas"], ["a_b"], ["axb"], ["c\\d"]])

    assert found(names, "icontains", connection.ops.prep_for_like_query("100 % I")) == {"100 % i fas"}
    assert found(names, "icontains", connection.ops.prep_for_like_query("A_B")) == {"a_b"}
    assert found(names, "icontains", connection.ops.prep_for_like_query("C\\D")) == {"c\\d"}


def test_like_without_escape_and_with_nothing():
    assert like("%a_b%", "xAxBx") is True
    assert like("a%", "b") is False
    assert like("1%", 12) is True
    assert like("a\nb%", "A\nb\nc") is True
    assert like("a\\", "a", "\\") is True
    assert like(None, "a") is None
    assert like("a", None) is None


def test_a_combining_accent_has_no_weight_of_its_own():
    assert compare("é", "e\N{COMBINING ACUTE ACCENT}") != 0
    assert sort_key("x\N{COMBINING ACUTE ACCENT}")[0] == sort_key("x")[0]
    assert compare("ek", "ek") == 0
    assert compare("ek", "Ek") == -1
    assert compare("Ö", "z") == 1
