"""The reply templates a village starts with."""

from __future__ import annotations

import pytest

from kentongan.rules import replies
from kentongan.villages.models import ReplyTemplate, ReplyUse
from kentongan.villages.reply_defaults import REPLIES
from tests.villages.test_seed import found


def test_every_default_template_is_a_good_one_and_every_use_has_some() -> None:
    for default in REPLIES:
        replies.check(default.body)
    assert {default.use for default in REPLIES} == set(ReplyUse)
    assert len({default.name for default in REPLIES}) == len(REPLIES)


@pytest.mark.django_db
def test_a_founded_village_has_them_in_order() -> None:
    village = found()
    assert [row.name for row in ReplyTemplate.objects.filter(village=village)] == [reply.name for reply in REPLIES]
