"""Fill the village that is fuzzed: a key, cases with codes, published cases; printed as JSON for the fuzzer."""

from __future__ import annotations

import json
from datetime import timedelta

import django

STORY = "Jalan di depan pos ronda berlubang besar, dua orang sudah jatuh."


def main() -> None:
    """Make it all by the service's own actions, the publications by hand."""
    django.setup()
    from django.utils import timezone

    from kentongan.api.services import services_of
    from kentongan.cases.actions import intake
    from kentongan.cases.lodging import AboutOfficial, IdentityMode, Lodging
    from kentongan.cases.models import Case, Publication
    from kentongan.people import api_keys
    from kentongan.people.models import Officer
    from kentongan.rules.types import Kind
    from kentongan.villages.models import Category, Hamlet, Village

    village, by, now = Village.objects.get(), Officer.objects.get(), timezone.now()
    made = api_keys.make(village=village, by=by, at=now, label="Pengacak", body="Bangku uji")
    hamlet = Hamlet.objects.create(village=village, name="Dusun Krajan")
    category = Category.objects.filter(village=village, restricted=False).first()
    assert category is not None
    codes, published = [], []
    for number in range(40):
        about = AboutOfficial.UNSAID if number % 8 == 7 else AboutOfficial.NO
        lodging = Lodging(Kind.COMPLAINT, f"{STORY} ({number})", IdentityMode.ANONYMOUS, about_official=about)
        receipt = intake.lodge(village=village, lodging=lodging, channel="web", at=now - timedelta(days=9))
        codes.append(receipt.code)
        if about is AboutOfficial.NO and number < 20:
            Case.objects.filter(pk=receipt.case.pk).update(publish_consent="yes")
            published.append(f"terbit{number}")
            Publication.objects.create(
                village=village,
                case=receipt.case,
                public_id=published[-1],
                version=1,
                published_at=now,
                changed_at=now,
                page_key=f"{now:%Y%m%d}{published[-1]}",
                shown_group=category.public_group,
                shown_category=category.name if number % 2 else "",
                shown_hamlet=hamlet if number % 3 else None,
                shown_period=f"{now.year}" if number % 5 else "",
            )
    known = {
        "key": made.secret,
        "codes": codes,
        "published": published,
        "services": [service.code for service in services_of(village).offered],
        "tokens": ["token-yang-tidak-ada"],
    }
    print(json.dumps(known))


if __name__ == "__main__":
    main()
