"""Charts: the places of bars and points, and the table that says the same."""

from django.template.loader import render_to_string

from reports.charts import Bar, BarChart, LineChart, share
from tests.reading import as_read


def bars(*given, series=("Klart", "Pågår")):
    return BarChart(key="k", title="Titel", text="Text.", head="Steg", series=list(series), bars=list(given))


def test_bars_share_one_scale_from_zero():
    first, second = bars(Bar("Ett", [6, 2], "6 av 8"), Bar("Två", [0, 4])).drawn
    assert [(part.number, part.x, part.width, part.text) for part in first.parts] == [
        (1, "0.00%", "75.00%", "6"),
        (2, "75.00%", "25.00%", "2"),
    ]
    assert [(part.number, part.x, part.width) for part in second.parts] == [(2, "0.00%", "50.00%")]
    assert second.y - first.y == first.height + 38


def test_bars_leave_out_a_number_that_does_not_fit():
    [bar] = bars(Bar("Ett", [19, 1])).drawn
    assert [part.text for part in bar.parts] == ["19", ""]


def test_bars_without_values_are_no_chart_but_a_sentence():
    chart = bars(Bar("Ett", [0, 0]))
    text = render_to_string("reports/charts/figure.html", {"chart": chart})
    assert chart.is_empty
    assert ("<h2" in text, "<p>Text.</p>" in text, "<svg" in text, "<table" in text) == (
        True,
        True,
        False,
        False,
    )


def test_figure_says_the_same_in_a_table():
    chart = bars(Bar("Ett", [6, 2], "6 av 8", url="/x/"), Bar("Två", [1, 3], lang="sv"))
    text = as_read(render_to_string("reports/charts/figure.html", {"chart": chart}))
    assert '<svg role="img" aria-labelledby="k" width="100%"' in text
    assert '<th scope="row"><a href="/x/">Ett</a></th><td class="num">6</td><td class="num">2</td>' in text
    assert '<th scope="row" lang="sv">Två</th><td class="num">1</td><td class="num">3</td>' in text
    assert "style=" not in text


def test_lines_break_where_there_is_no_value():
    chart = LineChart(
        key="k", title="T", text="", head="Månad", series=["Länet", "Landet"],
        labels=["sep", "okt", "nov"], names=["september", "oktober", "november"],
        values=[[100, None, 50], [0, 50, 75]],
    )  # fmt: skip
    mine, all_of_it = chart.drawn
    assert (len(mine.points), mine.strokes, len(all_of_it.strokes)) == (2, [], 2)
    assert [y for _x, y in all_of_it.points] == ["176.0", "96.0", "56.0"]
    assert [row.cells for row in chart.rows] == [["100 %", "0 %"], ["–", "50 %"], ["50 %", "75 %"]]
    assert "svg" in render_to_string("reports/charts/figure.html", {"chart": chart})


def test_share_is_whole_per_cent_and_of_nothing_there_is_none():
    assert (share(2, 3), share(0, 4), share(0, 0)) == (67, 0, None)
