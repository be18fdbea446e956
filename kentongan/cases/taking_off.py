"""Taking a case off at once, inside whichever action makes that necessary."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from kentongan.cases import guarding
from kentongan.cases.models import Case, Publication, PublicVersion
from kentongan.rules.publication import Consent, TakenOff
from kentongan.villages.models import Village

# After these the reporter is asked anew before anything of the case is published again.
ASK_AGAIN = frozenset({TakenOff.RESTRICTED, TakenOff.ERASED})


def take_off(case: Case, why: TakenOff, at: datetime) -> dict[str, Any]:
    """Take a locked case off, and what waits with it; return what the ledger's entry should say of it ({}: nothing).

    The caller saves the case. Others that have lost their company by this become coarser at the same moment.
    """
    if why in ASK_AGAIN:
        case.publish_consent = Consent.NO if why is TakenOff.ERASED else ""
        # The prepared texts are the reporter's words, too: what is sealed or destroyed stands nowhere else.
        PublicVersion.objects.filter(village=case.village_id, case=case).exclude(text="").update(text="")
        Publication.objects.filter(village=case.village_id, case=case).update(words="")
    own = Publication.objects.filter(village=case.village_id, case=case)
    # Of a locked case only the guard's answer can change meanwhile: the lock of all is for what stands or waits.
    if not own.filter(Q(taken_off_at__isnull=True) | Q(next_version__gte=1)).exists():
        return {}
    guarding.hold(case.village_id)
    row = own.select_for_update().get()
    stood = row.is_public
    row.taken_off_at, row.taken_off_why = at, why
    row.next_version, row.next_pictures, row.due_on = 0, [], None
    row.words = ""
    row.save()
    return {"taken_off": str(why), "coarser": guarding.coarsen(case.village, at=at) if stood else 0}


def hold_back(village: Village, at: datetime) -> int:
    """Take off all that stands or waits, after a restore; return how many. To be called inside a transaction.

    What was taken off since the backup was made, by a reporter's "no" too, nobody can know from the backup. An officer
    decides on each anew; its reporter hears of that, and has the days again in which to stop it.
    """
    guarding.hold(village.pk)
    rows = Publication.objects.filter(village=village).filter(Q(next_version__gte=1) | guarding.PUBLISHED)
    return rows.update(
        taken_off_at=at,
        taken_off_why=TakenOff.RESTORED,
        next_version=0,
        next_pictures=[],
        due_on=None,
        words="",
    )
