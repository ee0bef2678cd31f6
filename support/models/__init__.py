"""The models of the support app, in the order of their foreign keys."""

from support.models.case import LONG_WAIT_DAYS, SupportCase, SupportCaseQuerySet
from support.models.entry import CaseEntry
from support.models.offer import DevelopmentArea, SupportOffer, SupportOfferQuerySet

__all__ = [
    "LONG_WAIT_DAYS",
    "CaseEntry",
    "DevelopmentArea",
    "SupportCase",
    "SupportCaseQuerySet",
    "SupportOffer",
    "SupportOfferQuerySet",
]
