"""The tenant, and all that a village may edit: it changes these rows, the rules read them."""

from kentongan.villages.models.office import EscalationStep, PaperText, ReplyTemplate, ReplyUse, RetentionRule
from kentongan.villages.models.settings import SettingsChange
from kentongan.villages.models.village import (
    CERTAINTIES,
    Body,
    Category,
    DeadlineRuleRow,
    Hamlet,
    Holiday,
    HolidaySource,
    Village,
    village_id,
)
from kentongan.villages.models.witnesses import Witness

__all__ = [
    "CERTAINTIES",
    "Body",
    "Category",
    "DeadlineRuleRow",
    "EscalationStep",
    "Hamlet",
    "Holiday",
    "HolidaySource",
    "PaperText",
    "ReplyTemplate",
    "ReplyUse",
    "RetentionRule",
    "SettingsChange",
    "Village",
    "Witness",
    "village_id",
]
