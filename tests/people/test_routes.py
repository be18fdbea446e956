"""Whom complaints may be about, and who takes up what not everybody may see."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from kentongan.ledger import log as ledger
from kentongan.people import accounts, holders, routes, set_up
from kentongan.people.models import KeyHolder, Officer, Official, OfficialTie
from kentongan.rules.types import Refused, Role, Route
from kentongan.villages.changes import Area
from kentongan.villages.models import SettingsChange
from tests.factories import MONDAY, Office, make_officer
from tests.people.helpers import entered, told

pytestmark = pytest.mark.django_db


def matched(office: Office, text: str) -> set[UUID | None]:
    found = routes.known_officials(office.village).find(text)
    return {match.official.officer for match in found if match.official}


def change(office: Office, area: Area, values: dict[str, object], row: UUID | None = None) -> SettingsChange:
    done = set_up.change(village=office.village, area=area, values=values, row=row, by=office.admin, at=MONDAY)
    assert done is not None
    office.village.refresh_from_db()  # as the next request does
    return done


def listed(office: Office, **values: object) -> Official:
    defaults: dict[str, object] = {"name": "Darmo", "post": "Kaur Umum", "nicknames": "", "officer_id": None}
    return Official.objects.get(pk=change(office, Area.OFFICIALS, defaults | values).row)


def test_everybody_with_an_account_is_known_but_an_overseer_from_outside(office: Office) -> None:
    make_officer(office.village, "Bambang Outsider", Role.OVERSEER, post="Camat")
    assert matched(office, "pak kades") == {office.kades.id}
    assert matched(office, "Kadus I dan Rini Astuti dan ketua BPD") == {office.joko.id, office.rini.id, office.bpd.id}
    assert matched(office, "Bambang Outsider") == set()
    head = routes.known_officials(office.village).head
    assert head is not None
    assert head.officer == office.kades.id


def test_the_list_adds_nicknames_posts_and_those_without_account(office: Office) -> None:
    assert matched(office, "mbah gendon") == set()
    listed(
        office, name="Joko Lelono", post="Kepala Dusun I", nicknames="Mbah Gendon, Kang Jo", officer_id=office.joko.id
    )
    darmo = listed(office)
    assert matched(office, "mbah gendon") == {office.joko.id}
    keys = {match.official and match.official.key for match in routes.known_officials(office.village).find("pak darmo")}
    assert keys == {darmo.id}


def test_a_tie_belongs_to_the_circle(office: Office) -> None:
    row = listed(office, name="Suharto Wiryo", post="Kepala Desa", officer_id=office.kades.id)
    tie = change(office, Area.TIES, {"official_id": row.id, "officer_id": office.joko.id, "how": "keponakan"})
    head = routes.known_officials(office.village).head
    assert head is not None
    assert head.circle == {office.kades.id, office.joko.id}
    assert "Joko Lelono" in told(office.village)[-1]
    assert "Suharto Wiryo" in told(office.village)[-1]
    set_up.undo(change=tie, by=office.admin, at=MONDAY + timedelta(hours=1))
    assert not OfficialTie.objects.exists()
    office.village.refresh_from_db()
    assert routes.known_officials(office.village).head.circle == {office.kades.id}  # type: ignore[union-attr]


def test_what_changes_in_an_account_is_known_at_once(office: Office) -> None:
    assert matched(office, "pak modin") == {office.rini.id}
    accounts.change_details(officer=office.rini, name="Rini Astuti", post="Staf", email="", at=MONDAY, by=office.admin)
    assert matched(office, "pak modin") == set()
    accounts.add_officer(
        village=office.village,
        username="turyanto",
        name="Turyanto",
        post="Modin",
        roles=[Role.HANDLER],
        at=MONDAY,
        by=None,
    )
    assert len(matched(office, "pak modin")) == 1


@pytest.mark.parametrize(
    ("area", "values", "code"),
    [
        (Area.OFFICIALS, {"name": "", "post": "Kades"}, "name|invalid_setting"),
        (Area.OFFICIALS, {"name": "Darmo", "post": "Kaur Umum", "nicknames": "x"}, "nickname"),
        (Area.OFFICIALS, {"name": "darmo", "post": "kaur umum"}, "twice"),
        (Area.OFFICIALS, {"name": "Lain", "officer_id": "elsewhere"}, "officer"),
        (Area.OFFICIALS, {"name": "Lain", "officer_id": "joko"}, "account_taken"),
        (Area.TIES, {"official_id": "darmo", "officer_id": "joko"}, "himself"),
        (Area.TIES, {"official_id": "darmo", "officer_id": "elsewhere"}, "officer"),
    ],
)
def test_officials_and_ties_must_make_sense(
    office: Office, elsewhere: Office, area: Area, values: dict[str, object], code: str
) -> None:
    darmo = listed(office, officer_id=office.joko.id)
    ids = {"darmo": darmo.id, "joko": office.joko.id, "elsewhere": elsewhere.joko.id}
    values = {key: ids.get(str(value), value) if key.endswith("_id") else value for key, value in values.items()}
    with pytest.raises(Refused, match=code):
        change(office, area, values)


def test_a_route_is_held_by_role_until_the_village_names_somebody(office: Office) -> None:
    assert set(routes.holders(office.village, Route.UNIT)) == {office.tono.id, office.sari.id}
    assert set(routes.holders(office.village, Route.OVERSIGHT)) == {office.bpd.id}
    holder = holders.name_holder(route=Route.UNIT, officer=office.rini, by=office.tono, at=MONDAY)
    assert routes.holders(office.village, Route.UNIT) == (office.rini.id,)
    holders.end_holder(holder=holder, by=office.tono, at=MONDAY + timedelta(days=1))
    assert set(routes.holders(office.village, Route.UNIT)) == {office.tono.id, office.sari.id}
    assert KeyHolder.objects.get().until == MONDAY + timedelta(days=1)
    with pytest.raises(Refused, match="ended"):
        holders.end_holder(holder=holder, by=office.tono, at=MONDAY)
    assert [action for action, _ in entered(office.rini)] == ["key_holder_named", "key_holder_ended"]
    assert any("Rini Astuti" in sentence and "jalur unit" in sentence for sentence in told(office.village))


@pytest.mark.parametrize(
    ("route", "who", "by", "code"),
    [
        (Route.UNIT, "rini", "joko", "no_right"),
        (Route.OVERSIGHT, "bpd", "tono", "no_right"),  # the unit head is under whom this route is meant against
        (Route.OVERSIGHT, "kades", "admin", "may_not_hold"),
        (Route.OVERSIGHT, "tono", "admin", "may_not_hold"),
        (Route.UNIT, "admin", "admin", "may_not_hold"),
    ],
)
def test_not_everybody_names_and_not_everybody_is_named(
    office: Office, route: Route, who: str, by: str, code: str
) -> None:
    before = ledger.size(office.village.log)
    with pytest.raises(Refused, match=code):
        holders.name_holder(route=route, officer=getattr(office, who), by=getattr(office, by), at=MONDAY)
    assert (KeyHolder.objects.count(), ledger.size(office.village.log)) == (0, before)


def test_a_bpd_member_with_a_post_in_the_office_does_not_hold_the_overseers_route(office: Office) -> None:
    both = make_officer(office.village, "Budi Dua", Role.BPD, post="Kaur Umum")
    assert both.id not in routes.holders(office.village, Route.OVERSIGHT)
    with pytest.raises(Refused, match="may_not_hold"):
        holders.name_holder(route=Route.OVERSIGHT, officer=both, by=office.admin, at=MONDAY)


@pytest.mark.parametrize("how", ["closed", "roles"])
def test_who_leaves_holds_nothing_any_more_and_does_not_get_it_back_by_himself(office: Office, how: str) -> None:
    holders.name_holder(route=Route.UNIT, officer=office.rini, by=office.admin, at=MONDAY)
    if how == "closed":
        accounts.deactivate(officer=office.rini, at=MONDAY, by=office.admin)
        accounts.activate(officer=office.rini, at=MONDAY, by=office.admin)
    else:
        accounts.set_roles(officer=office.rini, roles=[Role.ADMIN], at=MONDAY, by=office.admin)
        accounts.set_roles(officer=office.rini, roles=[Role.HANDLER], at=MONDAY, by=office.admin)
    assert KeyHolder.objects.get().until == MONDAY
    assert office.rini.id not in routes.holders(office.village, Route.UNIT)


def test_a_village_is_ready_when_each_route_has_two_with_keys(office: Office) -> None:
    camat: Officer = make_officer(office.village, "Camat Rembang", Role.OVERSEER, post="Camat")
    keys = {office.tono.id, office.sari.id, office.bpd.id}
    halfway = routes.readiness(office.village, keys)
    assert not halfway.complete
    assert [state.lacking for state in halfway.routes] == [0, 1]
    assert len(halfway.missing) == 1
    assert "1 dari 2" in halfway.missing[0]
    assert routes.readiness(office.village, {*keys, camat.id}).complete
