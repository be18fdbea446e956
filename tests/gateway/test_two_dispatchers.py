"""Several dispatchers at work at once, each with a connection of its own."""

from __future__ import annotations

import threading
import time
from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from kentongan.gateway.contract import OutgoingMessage
from kentongan.gateway.dispatch import dispatch
from kentongan.outbox.models import OutboxMessage, State
from tests.gateway.helpers import Pigeon
from tests.outbox.helpers import found, put

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_dispatchers_at_once_send_every_message_once() -> None:
    village = found()
    for _ in range(20):
        put(village, at=timezone.now() - timedelta(minutes=1))
    pigeon, sent, start = Pigeon(), Counter[UUID](), threading.Barrier(2)

    def carry(message: OutgoingMessage) -> None:
        sent[message.id] += 1
        time.sleep(0.002)  # let the other one overtake

    pigeon.trouble = carry

    def work() -> None:
        start.wait()
        try:
            dispatch(pigeon.registry, clock=timezone.now)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sent == Counter(dict.fromkeys(OutboxMessage.objects.values_list("id", flat=True), 1))
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {State.SENT}
