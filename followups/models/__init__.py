"""Models of the follow-up, by subject."""

from followups.models.check_in import (
    CheckIn,
    CheckInAnswers,
    CheckInStep,
    CheckInVersion,
    Obstacle,
    PublicPart,
)
from followups.models.support import DevelopmentArea, SupportCase, SupportOffer

__all__ = [
    "CheckIn",
    "CheckInAnswers",
    "CheckInStep",
    "CheckInVersion",
    "DevelopmentArea",
    "Obstacle",
    "PublicPart",
    "SupportCase",
    "SupportOffer",
]
