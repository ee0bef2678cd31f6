"""The demo scenario: invented people, texts and dates in real municipalities.

Placed around a given day, so that it never ages: everything moves by whole weeks.
"""
