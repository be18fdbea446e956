"""Who meets what behind every address of the service. An address that is missing here fails with its name.

What stands in the tables: a status; `door` (sent to sign in, and back afterwards), `out` (sent to the door without a
way back), `second` (to the second step), `secure` (to set
up a second step first), `prove` (asked for the password again), `code` (asked for a tracking code),
`on` (sent on within the site, for what was asked is done or not needed). Every table is read twice: by host name, and
under /desa/<kode>/.

The neighbour is the hardest visitor: signed in with every role, at the door of his own village, with our numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse

from kentongan.desk.pages.case import stamp_of
from kentongan.portal.views.home import home
from kentongan.rules.types import Role
from tests.architecture import visitors
from tests.architecture.visitors import OF_CASES, STORY, Guest, Neighbourhood, an_officer

pytestmark = [pytest.mark.django_db, pytest.mark.once]

CITIZENS: dict[str, Guest] = {
    "stranger": visitors.stranger,
    "reporter": visitors.follower(lambda place: place.case),
    "other": visitors.follower(lambda place: place.other_case),  # reporter of another case
    "neighbour": visitors.follower(lambda place: place.there_case),  # of the other village, at our address
    "officer": an_officer(*OF_CASES, Role.ADMIN),
    "observer": visitors.observer,
}
CITIZENS_TABLE = """
                               stranger reporter other neighbour officer observer
GET  health                    200      200      200   200       200     200
POST health                    405      405      405   405       405     405
GET  portal:home               200      200      200   200       200     200
POST portal:home               405      405      405   405       405     405
GET  portal:how                200      200      200   200       200     200
POST portal:how                405      405      405   405       405     405
GET  portal:logo               404      404      404   404       404     404
POST portal:logo               405      405      405   405       405     405
GET  portal:privacy            200      200      200   200       200     200
POST portal:privacy            405      405      405   405       405     405
GET  portal:open_data          200      200      200   200       200     200
POST portal:open_data          405      405      405   405       405     405
GET  portal:open_data_file     404      404      404   404       404     404
POST portal:open_data_file     405      405      405   405       405     405
GET  portal:cases              200      200      200   200       200     200
POST portal:cases              405      405      405   405       405     405
GET  portal:hamlet_map         200      200      200   200       200     200
POST portal:hamlet_map         405      405      405   405       405     405
GET  portal:feed               200      200      200   200       200     200
POST portal:feed               405      405      405   405       405     405
GET  portal:case               200      200      200   200       200     200
POST portal:case               405      405      405   405       405     405
GET  portal:case_photo         404      404      404   404       404     404
POST portal:case_photo         405      405      405   405       405     405
GET  portal:case_photo_small   404      404      404   404       404     404
POST portal:case_photo_small   405      405      405   405       405     405
GET  portal:figures            200      200      200   200       200     200
POST portal:figures            405      405      405   405       405     405
GET  portal:press              200      200      200   200       200     200
POST portal:press              405      405      405   405       405     405
GET  portal:embed              200      200      200   200       200     200
POST portal:embed              405      405      405   405       405     405
GET  portal:log                200      200      200   200       200     200
POST portal:log                405      405      405   405       405     405
GET  portal:log_keys           200      200      200   200       200     200
POST portal:log_keys           405      405      405   405       405     405
GET  portal:log_checkpoint     404      404      404   404       404     404
POST portal:log_checkpoint     405      405      405   405       405     405
GET  portal:log_checkpoint_of  404      404      404   404       404     404
POST portal:log_checkpoint_of  405      405      405   405       405     405
GET  portal:log_tile           404      404      404   404       404     404
POST portal:log_tile           405      405      405   405       405     405
GET  portal:log_tile_of        404      404      404   404       404     404
POST portal:log_tile_of        405      405      405   405       405     405
GET  portal:log_check          200      200      200   200       200     200
POST portal:log_check          405      405      405   405       405     405
GET  portal:log_cosignature    405      405      405   405       405     405
POST portal:log_cosignature    400      400      400   400       400     400
GET  portal:tracking_text      code     200      200   code      code    code
POST portal:tracking_text      405      405      405   405       405     405
GET  portal:lodge              200      200      200   200       200     200
POST portal:lodge              422      422      422   422       422     422
GET  portal:ask                200      200      200   200       200     200
POST portal:ask                422      422      422   422       422     422
GET  portal:track              200      200      200   200       200     200
POST portal:track              422      422      422   422       422     422
GET  portal:lost_code          200      200      200   200       200     200
POST portal:lost_code          422      422      422   422       422     422
GET  portal:leave              405      405      405   405       405     405
POST portal:leave              on       on       on    on        on      on
GET  portal:tracking           code     200      200   code      code    code
POST portal:tracking           405      405      405   405       405     405
GET  portal:ombudsman          code     200      200   code      code    code
POST portal:ombudsman          code     200      200   code      code    code
GET  portal:data               code     200      200   code      code    code
POST portal:data               422      on       on    422       422     422
GET  portal:data_revoke        405      405      405   405       405     405
POST portal:data_revoke        code     on       404   code      code    code
GET  portal:data_copy          code     200      200   code      code    code
POST portal:data_copy          405      405      405   405       405     405
GET  portal:data_json          code     200      200   code      code    code
POST portal:data_json          405      405      405   405       405     405
GET  portal:part               code     on       404   code      code    code
POST portal:part               405      405      405   405       405     405
GET  portal:reply              on       on       on    on        on      on
POST portal:reply              422      422      422   422       422     422
GET  portal:evidence           on       on       on    on        on      on
POST portal:evidence           422      422      422   422       422     422
GET  portal:rate               on       on       on    on        on      on
POST portal:rate               422      422      422   422       422     422
GET  portal:object             on       on       on    on        on      on
POST portal:object             422      422      422   422       422     422
GET  portal:withdraw           on       on       on    on        on      on
POST portal:withdraw           422      on       on    422       422     422
GET  portal:revoke             on       on       on    on        on      on
POST portal:revoke             422      422      422   422       422     422
GET  portal:resume             on       on       on    on        on      on
POST portal:resume             422      422      422   422       422     422
GET  portal:protect            on       on       on    on        on      on
POST portal:protect            422      422      422   422       422     422
GET  portal:publish            on       on       on    on        on      on
POST portal:publish            422      422      422   422       422     422
GET  portal:retaliation        on       on       on    on        on      on
POST portal:retaliation        422      422      422   422       422     422
GET  portal:confirm            405      405      405   405       405     405
POST portal:confirm            404      404      404   404       404     404
GET  portal:quit               on       on       on    on        on      on
POST portal:quit               on       on       on    on        on      on
GET  portal:receipt_pdf        405      405      405   405       405     405
POST portal:receipt_pdf        404      404      404   404       404     404
GET  portal:receipt_text       405      405      405   405       405     405
POST portal:receipt_text       404      404      404   404       404     404
GET  portal:letter             code     200      404   code      code    code
POST portal:letter             405      405      405   405       405     405
GET  portal:document           code     200      404   code      code    code
POST portal:document           405      405      405   405       405     405
GET  portal:preview            code     200      404   code      code    code
POST portal:preview            405      405      405   405       405     405
GET  api:docs                  200      200      200   200       200     200
POST api:docs                  405      405      405   405       405     405
GET  api:openapi               200      200      200   200       200     200
POST api:openapi               405      405      405   405       405     405
GET  api:track                 405      405      405   405       405     405
POST api:track                 415      415      415   415       415     415
GET  api:message               405      405      405   405       405     405
POST api:message               415      415      415   415       415     415
GET  api:cases                 200      200      200   200       200     200
POST api:cases                 405      405      405   405       405     405
GET  api:case                  200      200      200   200       200     200
POST api:case                  405      405      405   405       405     405
GET  api:figures               200      200      200   200       200     200
POST api:figures               405      405      405   405       405     405
GET  api:key                   401      401      401   401       401     401
POST api:key                   405      405      405   405       405     405
GET  api:nothing               404      404      404   404       404     404
POST api:nothing               405      405      405   405       405     405
GET  open311:discovery         200      200      200   200       200     200
POST open311:discovery         405      405      405   405       405     405
GET  open311:root              404      404      404   404       404     404
POST open311:root              404      404      404   404       404     404
GET  open311:services          200      200      200   200       200     200
POST open311:services          405      405      405   405       405     405
GET  open311:definition        200      200      200   200       200     200
POST open311:definition        405      405      405   405       405     405
GET  open311:requests          200      200      200   200       200     200
POST open311:requests          403      403      403   403       403     403
GET  open311:request           200      200      200   200       200     200
POST open311:request           405      405      405   405       405     405
GET  open311:token             404      404      404   404       404     404
POST open311:token             405      405      405   405       405     405
GET  open311:nothing           404      404      404   404       404     404
POST open311:nothing           404      404      404   404       404     404
"""

OFFICERS: dict[str, Guest] = {
    "stranger": visitors.stranger,
    "elsewhere": an_officer(*OF_CASES, Role.ADMIN, at_home=False),  # officer of the other village, at our address
    "conflict": visitors.conflicted,  # the accused: all roles of cases, but the case is about him
    "outsider": visitors.outsider,  # all roles of cases, but the case is restricted to others
    "other": visitors.other_handler,  # handler of another case
    "handler": visitors.handler,
    "intake": an_officer(Role.INTAKE),
    "head": an_officer(Role.UNIT_HEAD),
    "kades": an_officer(Role.VILLAGE_HEAD),
    "bpd": an_officer(Role.BPD),
    "admin": an_officer(Role.ADMIN),
    "bare": visitors.bare,  # every role, but he owes the second step: he meets no case, no name and no figure
    "observer": visitors.observer,  # of the desk he has nothing at all
}
# The calendar feed has no session: its secret address is the right. A day that the address does not name is not found.
# A move sent by somebody who is not signed in gives him his words back (403) with the way to the door.
OFFICERS_TABLE = """
                                   stranger elsewhere conflict other handler intake head  kades bpd   admin bare  outsider observer
GET  desk:district_letter          door     door      404      404   404     404    404   404   404   403   secure 404      403
POST desk:district_letter          405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:ombudsman                door     door      404      404   403     200    200   403   403   403   secure 404      403
POST desk:ombudsman                door     door      404      404   403     200    200   403   403   403   secure 404      403
GET  desk:inbox                    door     door      200      200   200     200    200   200   200   200   secure 200      403
POST desk:inbox                    405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:record                   door     door      200      403   403     200    403   403   403   403   secure 200      403
POST desk:record                   door     door      422      403   403     422    403   403   403   403   secure 422      403
GET  desk:case                     door     door      404      404   200     200    200   200   200   403   secure 404      403
POST desk:case                     405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:move=note                door     door      404      404   200     200    200   200   200   403   secure 404      403
POST desk:move=note                403      403       404      404   on      on     on    on    on    403   403   404      403
GET  desk:move=rate_satisfied      door     door      404      404   404     404    404   404   404   403   secure 404      403
POST desk:move=rate_satisfied      403      403       404      404   404     404    404   404   404   403   403   404      403
POST desk:move=auto_close          403      403       404      404   404     404    404   404   404   403   403   404      403
POST desk:move=nonsense            403      403       404      404   404     404    404   404   404   403   403   404      403
GET  desk:document                 door     door      404      404   200     200    200   200   200   403   secure 404      403
POST desk:document                 405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:preview                  door     door      404      404   200     200    200   200   200   403   secure 404      403
POST desk:preview                  405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:paper_new                door     door      404      404   200     200    200   200   200   403   secure 404      403
POST desk:paper_new                door     door      404      404   422     422    422   422   422   403   secure 404      403
GET  desk:paper                    door     door      404      404   200     200    200   200   200   403   secure 404      403
POST desk:paper                    405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:paper_file               door     door      404      404   200     200    200   200   200   403   secure 404      403
POST desk:paper_file               405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:paper_complete           405      405       405      405   405     405    405   405   405   405   405   405      405
POST desk:paper_complete           door     door      404      404   on      on     on    on    on    403   secure 404      403
GET  desk:paper_void               405      405       405      405   405     405    405   405   405   405   405   405      405
POST desk:paper_void               door     door      404      404   404     422    422   422   404   403   secure 404      403
GET  desk:paper_named              405      405       405      405   405     405    405   405   405   405   405   405      405
POST desk:paper_named              door     door      404      404   404     422    422   404   404   403   secure 404      403
GET  desk:publication              door     door      404      403   403     200    200   403   403   403   secure 404      403
POST desk:publication              door     door      404      403   403     422    422   403   403   403   secure 404      403
GET  desk:publish                  door     door      404      403   403     200    200   403   403   403   secure 404      403
POST desk:publish                  door     door      404      403   403     422    422   403   403   403   secure 404      403
GET  desk:publications             door     door      200      403   403     200    200   403   403   403   secure 200      403
POST desk:publications             405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:publication_picture      door     door      404      403   403     200    200   403   403   403   secure 404      403
POST desk:publication_picture      door     door      404      403   403     200    200   403   403   403   secure 404      403
GET  desk:receipt_pdf              405      405       405      405   405     405    405   405   405   405   405   405      405
POST desk:receipt_pdf              door     door      404      403   403     404    403   403   403   403   secure 404      403
GET  desk:paper_texts              door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:paper_texts              405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:paper_text               door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:paper_text               door     door      on       403   403     403    on    403   403   on    secure on       403
GET  desk:compare                  door     door      404      404   404     200    200   200   200   403   secure 404      403
POST desk:compare                  405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:assign_many              door     door      200      403   403     403    200   200   403   403   secure 200      403
POST desk:assign_many              door     door      422      403   403     403    422   422   403   403   secure 422      403
GET  desk:tray                     door     door      200      403   403     200    200   200   200   403   secure 200      403
POST desk:tray                     405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:tray_sort                405      405       405      405   405     405    405   405   405   405   405   405      405
POST desk:tray_sort                door     door      on       403   403     on     on    on    on    403   secure on       403
GET  desk:handovers                door     door      200      403   403     403    200   200   403   403   secure 200      403
POST desk:handovers                405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:hand_over                door     door      200      403   403     403    200   200   403   403   secure 200      403
POST desk:hand_over                door     door      422      403   403     403    422   422   403   403   secure 422      403
GET  desk:calendar                 door     door      200      200   200     200    200   200   200   403   secure 200      403
POST desk:calendar                 405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:calendar_day             door     door      404      404   404     404    404   404   404   403   secure 404      403
POST desk:calendar_day             405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:feed                     200      200       200      200   200     200    200   200   200   200   200   200      200
POST desk:feed                     405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:shortcuts                door     door      200      200   200     200    200   200   200   200   secure 200      403
POST desk:shortcuts                405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:filters                  door     door      200      200   200     200    200   200   200   403   secure 200      403
POST desk:filters                  405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:filter_keep              405      405       405      405   405     405    405   405   405   405   405   405      405
POST desk:filter_keep              door     door      on       on    on      on     on    on    on    403   secure on       403
GET  desk:filter_change            405      405       405      405   405     405    405   405   405   405   405   405      405
POST desk:filter_change            door     door      404      404   404     404    404   404   404   403   secure 404      403
GET  desk:find_reporter            door     door      200      403   403     200    200   403   403   403   secure 200      403
POST desk:find_reporter            door     door      422      403   403     422    422   403   403   403   secure 422      403
GET  desk:outbox                   door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:outbox                   405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:try_again                405      405       405      405   405     405    405   405   405   405   405   405      405
POST desk:try_again                door     door      on       403   403     403    on    403   403   on    secure on       403
GET  desk:book                     door     door      200      403   403     200    200   200   200   403   secure 200      403
POST desk:book                     405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:book_print               door     door      200      403   403     200    200   200   403   403   secure 200      403
POST desk:book_print               door     door      422      403   403     422    422   422   403   403   secure 422      403
GET  desk:book_restricted          door     door      200      200   200     200    200   200   200   403   secure 200      403
POST desk:book_restricted          door     door      422      422   422     422    422   422   422   403   secure 422      403
GET  desk:board                    door     door      200      403   403     200    200   200   403   403   secure 200      403
POST desk:board                    405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:board_sheet              door     door      200      403   403     200    200   200   403   403   secure 200      403
POST desk:board_sheet              405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:blank_forms              door     door      200      403   403     200    200   200   403   403   secure 200      403
POST desk:blank_forms              door     door      422      403   403     422    422   422   403   403   secure 422      403
GET  desk:blank_form_void          405      405       405      405   405     405    405   405   405   405   405   405      405
POST desk:blank_form_void          door     door      422      403   403     422    422   422   403   403   secure 422      403
GET  desk:blank_sheet              door     door      404      403   403     404    404   404   403   403   secure 404      403
POST desk:blank_sheet              405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:figures                  door     door      200      403   403     200    200   200   200   403   secure 200      403
POST desk:figures                  405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:figures_pdf              door     door      200      403   403     200    200   200   200   403   secure 200      403
POST desk:figures_pdf              405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:figures_csv              door     door      200      403   403     200    200   200   200   403   secure 200      403
POST desk:figures_csv              405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:figures_xlsx             door     door      200      403   403     200    200   200   200   403   secure 200      403
POST desk:figures_xlsx             405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:oversight                door     door      200      403   403     403    403   200   200   200   secure 200      403
GET  desk:sign_ins                 door     door      200      403   403     403    403   200   200   200   secure 200      403
POST desk:sign_ins                 405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:observers                door     door      200      403   403     403    403   200   200   200   secure 200      403
POST desk:observers                405      405       405      405   405     405    405   405   405   405   405   405      405
POST desk:oversight                405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:data_requests            door     door      200      403   403     403    200   403   200   403   secure 200      403
POST desk:data_requests            405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:data_request             door     door      404      404   200     200    200   200   200   403   secure 404      403
POST desk:data_request             door     door      404      404   404     404    422   404   422   403   secure 404      403
GET  desk:data_correct             door     door      404      403   403     404    404   403   403   403   secure 404      403
POST desk:data_correct             door     door      404      403   403     404    404   403   403   403   secure 404      403
GET  desk:data_lift                door     door      404      403   403     403    404   403   404   403   secure 404      403
POST desk:data_lift                door     door      404      403   403     403    404   403   404   403   secure 404      403
GET  desk:retention                door     door      200      403   403     403    200   200   200   403   secure 200      403
POST desk:retention                door     door      422      403   403     403    422   422   422   403   secure 422      403
GET  desk:processing               door     door      200      403   403     403    403   200   200   200   secure 200      403
POST desk:processing               405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:processing_csv           door     door      200      403   403     403    403   200   200   200   secure 200      403
POST desk:processing_csv           405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:breaches                 door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:breaches                 405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:breach_new               door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:breach_new               door     door      422      403   403     403    422   403   403   422   secure 422      403
GET  desk:breach                   door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:breach                   door     door      422      403   403     403    422   403   403   422   secure 422      403
GET  desk:breach_told              405      405       405      405   405     405    405   405   405   405   405   405      405
POST desk:breach_told              door     door      404      403   403     403    404   403   403   404   secure 404      403
GET  desk:breach_letter            door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:breach_letter            405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:unit                     door     door      200      200   200     200    200   200   200   200   secure 200      403
POST desk:unit                     405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:unit_board               door     door      200      200   200     200    200   200   200   200   secure 200      403
POST desk:unit_board               405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:mark_seen                405      405       405      405   405     405    405   405   405   405   405   405      405
POST desk:mark_seen                door     door      on       403   403     403    403   on    on    on    secure on       403
GET  desk:key                      door     door      200      200   200     200    200   200   200   403   secure 200      403
POST desk:key                      door     door      405      405   405     405    405   405   405   403   secure 405      403
GET  desk:key_make                 door     door      prove    prove prove   prove  prove prove prove 403   secure prove    403
POST desk:key_make                 door     door      prove    prove prove   prove  prove prove prove 403   secure prove    403
GET  desk:key_rotate               door     door      on       on    on      on     on    on    on    403   secure on       403
POST desk:key_rotate               door     door      on       on    on      on     on    on    on    403   secure on       403
GET  desk:key_recover              door     door      prove    prove prove   prove  prove prove prove 403   secure prove    403
POST desk:key_recover              door     door      prove    prove prove   prove  prove prove prove 403   secure prove    403
GET  desk:key_paper                door     door      405      405   405     405    405   405   405   403   secure 405      403
POST desk:key_paper                door     door      on       on    on      on     on    on    on    403   secure on       403
GET  desk:key_sheet                door     door      405      405   405     405    405   405   405   403   secure 405      403
POST desk:key_sheet                door     door      on       on    on      on     on    on    on    403   secure on       403
GET  desk:key_confirm              door     door      405      405   405     405    405   405   405   403   secure 405      403
POST desk:key_confirm              door     door      on       on    on      on     on    on    on    403   secure on       403
GET  desk:key_unlock               door     door      on       on    on      on     on    on    on    403   secure on       403
POST desk:key_unlock               door     door      on       on    on      on     on    on    on    403   secure on       403
GET  desk:key_lock                 door     door      405      405   405     405    405   405   405   403   secure 405      403
POST desk:key_lock                 door     door      on       on    on      on     on    on    on    403   secure on       403
GET  desk:health                   door     door      403      403   403     403    403   403   403   200   secure 403      403
POST desk:health                   405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:settings                 door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:settings                 405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:settings_history         door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:settings_history         405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:settings_undo            door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:settings_undo            door     door      on       403   403     403    on    403   403   on    secure on       403
GET  desk:settings_code            door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:settings_code            door     door      422      403   403     403    422   403   403   422   secure 422      403
GET  desk:settings_boundary        door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:settings_boundary        door     door      422      403   403     403    422   403   403   422   secure 422      403
GET  desk:settings_hamlet_borders  door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:settings_hamlet_borders  door     door      422      403   403     403    422   403   403   422   secure 422      403
GET  desk:settings_logo            door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:settings_logo            door     door      422      403   403     403    422   403   403   422   secure 422      403
GET  desk:settings_routes          door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:settings_routes          door     door      422      403   403     403    422   403   403   422   secure 422      403
GET  desk:settings_holder_end      door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:settings_holder_end      door     door      on       403   403     403    on    403   403   on    secure on       403
GET  desk:settings_api_keys         door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:settings_api_keys         door     door      422      403   403     403    422   403   403   422   secure 422      403
GET  desk:settings_api_key_revoke   door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:settings_api_key_revoke   door     door      on       403   403     403    on    403   403   on    secure on       403
GET  desk:settings_texts           door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:settings_texts           405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:settings_text            door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:settings_text            door     door      on       403   403     403    on    403   403   on    secure on       403
GET  desk:settings_area            door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:settings_area            door     door      405      403   403     403    405   403   403   405   secure 405      403
GET  desk:settings_area_history    door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:settings_area_history    405      405       405      405   405     405    405   405   405   405   405   405      405
GET  desk:settings_add             door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:settings_add             door     door      422      403   403     403    422   403   403   422   secure 422      403
GET  desk:settings_edit            door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:settings_edit            door     door      422      403   403     403    422   403   403   422   secure 422      403
GET  desk:settings_drop            door     door      200      403   403     403    200   403   403   200   secure 200      403
POST desk:settings_drop            door     door      on       403   403     403    on    403   403   on    secure on       403
GET  desk:accounts                 door     door      403      403   403     403    403   403   403   200   secure 403      403
POST desk:accounts                 door     door      403      403   403     403    403   403   403   405   secure 403      403
GET  desk:account_add              door     door      403      403   403     403    403   403   403   200   secure 403      403
POST desk:account_add              door     door      403      403   403     403    403   403   403   200   secure 403      403
GET  desk:account                  door     door      403      403   403     403    403   403   403   200   secure 403      403
POST desk:account                  door     door      403      403   403     403    403   403   403   405   secure 403      403
GET  desk:account_details          door     door      403      403   403     403    403   403   403   405   secure 403      403
POST desk:account_details          door     door      403      403   403     403    403   403   403   200   secure 403      403
GET  desk:account_roles            door     door      403      403   403     403    403   403   403   405   secure 403      403
POST desk:account_roles            door     door      403      403   403     403    403   403   403   200   secure 403      403
GET  desk:account_reset            door     door      403      403   403     403    403   403   403   405   secure 403      403
POST desk:account_reset            door     door      403      403   403     403    403   403   403   200   secure 403      403
GET  desk:account_unlock           door     door      403      403   403     403    403   403   403   405   secure 403      403
POST desk:account_unlock           door     door      403      403   403     403    403   403   403   on    secure 403      403
GET  desk:account_deactivate       door     door      403      403   403     403    403   403   403   405   secure 403      403
POST desk:account_deactivate       door     door      403      403   403     403    403   403   403   on    secure 403      403
GET  desk:account_activate         door     door      403      403   403     403    403   403   403   405   secure 403      403
POST desk:account_activate         door     door      403      403   403     403    403   403   403   on    secure 403      403
"""

AT_THE_DOOR: dict[str, Guest] = {
    "stranger": visitors.stranger,
    "elsewhere": OFFICERS["elsewhere"],
    "half": visitors.half_way,  # the password was right, the code is still missing
    "officer": visitors.signed_in,  # by password only, though intake owes a second step
    "proven": visitors.proven,  # has just given the password again
    "coded": visitors.with_code,  # has an authenticator app, and has just given a code
    "observer": visitors.observer,  # has an account of his own like an officer, but no habits of work
}
DOOR_TABLE = """
                                  stranger elsewhere half  officer proven coded observer
GET  account_login                200      200       200   on      on     on    on
POST account_login                200      200       200   on      on     on    on
GET  mfa_authenticate             out      out       200   on      on     on    on
POST mfa_authenticate             out      out       200   on      on     on    on
GET  account_start                200      200       200   200     200    200   200
POST account_start                200      200       200   200     200    200   200
GET  account_logout               out      out       out   200     200    200   200
POST account_logout               out      out       out   out     out    out   out
GET  account_inactive             403      403       403   403     403    403   403
POST account_inactive             405      405       405   405     405    405   405
GET  mfa_index                    door     door      door  200     200    200   200
POST mfa_index                    door     door      door  405     405    405   405
GET  account_secure               door     door      door  200     200    200   200
POST account_secure               door     door      door  405     405    405   405
GET  account_reauthenticate       door     door      door  200     200    200   200
POST account_reauthenticate       door     door      door  200     200    200   200
GET  account_change_password      door     door      door  200     200    200   200
POST account_change_password      door     door      door  200     200    200   200
GET  account_habits               door     door      door  secure  secure 405   403
POST account_habits               door     door      door  secure  secure on    403
GET  account_feed                 door     door      door  secure  secure 405   403
POST account_feed                 door     door      door  secure  secure 200   403
GET  account_feed_revoke          door     door      door  secure  secure 405   403
POST account_feed_revoke          door     door      door  secure  secure on    403
GET  mfa_activate_totp            door     door      door  prove   200    on    prove
POST mfa_activate_totp            door     door      door  prove   200    on    prove
GET  mfa_deactivate_totp          door     door      door  prove   on     200   prove
POST mfa_deactivate_totp          door     door      door  prove   on     on    prove
GET  mfa_view_recovery_codes      door     door      door  prove   on     200   prove
POST mfa_view_recovery_codes      door     door      door  prove   405    405   prove
GET  mfa_generate_recovery_codes  door     door      door  prove   on     200   prove
POST mfa_generate_recovery_codes  door     door      door  prove   on     on    prove
GET  mfa_login_webauthn           out      out       out   out     out    out   out
POST mfa_login_webauthn           200      200       200   out     out    out   out
GET  account_ask_passkey          405      405       405   405     405    405   405
POST account_ask_passkey          404      404       404   404     404    404   404
GET  mfa_list_webauthn            door     door      door  prove   200    200   prove
POST mfa_list_webauthn            door     door      door  prove   200    200   prove
GET  mfa_remove_webauthn          door     door      door  prove   404    404   prove
POST mfa_remove_webauthn          403      403       403   prove   404    404   prove
GET  account_paper                door     door      door  prove   200    200   prove
POST account_paper                door     door      door  prove   200    200   prove
GET  account_paper_remove         door     door      door  prove   on     on    prove
POST account_paper_remove         403      403       403   prove   on     on    prove
GET  account_sessions             door     door      door  200     200    200   200
POST account_sessions             door     door      door  405     405    405   405
GET  account_session_end          door     door      door  405     405    405   405
POST account_session_end          door     door      door  on      on     on    on
GET  account_sessions_end         door     door      door  405     405    405   405
POST account_sessions_end         door     door      door  on      on     on    on
"""

OBSERVERS: dict[str, Guest] = {
    "stranger": visitors.stranger,
    "elsewhere": visitors.far_observer,  # observer of the other village, at our address
    "officer": an_officer(*OF_CASES, Role.ADMIN, Role.OVERSEER),
    "other": visitors.other_observer,  # of our village, but the watch and the key are another's
    "observer": visitors.observer,
}
# The link that ends a digest needs no signing in; programs come with a key and have no session (tests/sites/observer).
OBSERVERS_TABLE = """
                           stranger elsewhere officer other observer
GET  observer:home         door     door      403     200   200
POST observer:home         405      405       405     405   405
GET  observer:cases        door     door      403     200   200
POST observer:cases        405      405       405     405   405
GET  observer:case         door     door      403     200   200
POST observer:case         405      405       405     405   405
GET  observer:late         door     door      403     200   200
POST observer:late         405      405       405     405   405
GET  observer:changes      door     door      403     200   200
POST observer:changes      405      405       405     405   405
GET  observer:figures      door     door      403     200   200
POST observer:figures      405      405       405     405   405
GET  observer:readings     door     door      403     200   200
POST observer:readings     405      405       405     405   405
GET  observer:watches      door     door      403     200   200
POST observer:watches      405      405       405     405   405
GET  observer:watch_add    door     door      403     200   200
POST observer:watch_add    door     door      403     422   422
GET  observer:watch        door     door      403     404   200
POST observer:watch        door     door      403     404   422
GET  observer:watch_drop   door     door      403     405   405
POST observer:watch_drop   door     door      403     404   on
GET  observer:hook         door     door      403     405   405
POST observer:hook         door     door      403     404   422
GET  observer:hook_try     door     door      403     405   405
POST observer:hook_try     door     door      403     404   on
GET  observer:hook_switch  door     door      403     405   405
POST observer:hook_switch  door     door      403     404   on
GET  observer:keys         door     door      403     200   200
POST observer:keys         door     door      403     422   422
GET  observer:key_revoke   door     door      403     405   405
POST observer:key_revoke   door     door      403     404   on
GET  observer:unsubscribe  200      200       200     200   200
POST observer:unsubscribe  200      200       200     200   200
GET  observer:api_cases    401      401       401     401   401
POST observer:api_cases    405      405       405     405   405
GET  observer:api_late     401      401       401     401   401
POST observer:api_late     405      405       405     405   405
GET  observer:api_changes  401      401       401     401   401
POST observer:api_changes  405      405       405     405   405
GET  observer:api_figures  401      401       401     401   401
POST observer:api_figures  405      405       405     405   405
"""

TABLES = {
    "citizens": (CITIZENS_TABLE, CITIZENS),
    "desk": (OFFICERS_TABLE, OFFICERS),
    "door": (DOOR_TABLE, AT_THE_DOOR),
    "observers": (OBSERVERS_TABLE, OBSERVERS),
}


def rows(table: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Read a table: (method, address, expected outcome by visitor)."""
    head, *lines = [line.split() for line in table.strip().splitlines()]
    for method, name, *expected in lines:
        yield method, name, dict(zip(head, expected, strict=True))


def every_address(patterns: list[Any] | None = None, space: str = "") -> Iterator[str]:
    """The name of every URL pattern; a nameless one by its pattern, for then it stands in no table."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from every_address(pattern.url_patterns, inner)
        else:
            assert isinstance(pattern, URLPattern)
            yield f"{space}{pattern.name}" if pattern.name else f"without a name: {pattern.pattern}"


def test_every_address_stands_in_a_table_for_reading_and_for_writing() -> None:
    wanted = {(method, name) for name in every_address() for method in ("GET", "POST")}
    told = {(method, name.split("=")[0]) for table, _ in TABLES.values() for method, name, _ in rows(table)}
    assert sorted(wanted - told) == [], "give these addresses a row"
    assert sorted(told - wanted) == [], "these rows speak of no address"


def test_a_new_address_without_a_row_would_be_noticed() -> None:
    extra = [path("rahasia/", home, name="secret"), path("x/", home)]
    assert list(every_address(extra)) == ["secret", "without a name: x/"]


def prefix_of(way: str, code: str) -> str:
    return f"/desa/{code}" if way == "path" else ""


def visit(place: Neighbourhood, client: Client, method: str, name: str, way: str, *, at_home: bool = True) -> Any:
    """Call at an address of our village (at_home False: at the neighbours' door, with our numbers)."""
    village = place.here if at_home else place.there
    bare, _, word = name.partition("=")
    kwargs = {key: value for key, value in place.ids().items() if key in parameters(bare)}
    if bare == "desk:move":
        kwargs["name"] = word or "note"
    address = prefix_of(way, village.code) + reverse(bare, kwargs=kwargs)
    host = visitors.HOSTS[village.code] if way == "host" else "testserver"
    twin = visitors.copy_of(client, host)
    if method == "GET":
        return twin.get(address)
    place.case.refresh_from_db()
    return twin.post(address, {"text": "Sudah saya baca.", "cap": stamp_of(place.case)} if "move" in bare else {})


def parameters(name: str) -> set[str]:
    """The parameters of an address."""
    space, _, bare = name.rpartition(":")
    resolver: Any = get_resolver()
    for part in filter(None, space.split(":")):
        resolver = resolver.namespace_dict[part][1]
    return {parameter for row in resolver.reverse_dict.getlist(bare) for _, names in row[0] for parameter in names}


VISITS = [(name, visitor, "host") for name, (_, guests) in TABLES.items() for visitor in guests]
# By path everybody meets the same views at other addresses: the last visitor of each table goes that way, too.
VISITS += [(name, list(guests)[-1], "path") for name, (_, guests) in TABLES.items()]


@pytest.mark.parametrize(("name", "visitor", "way"), VISITS)
def test_each_visitor_meets_what_the_table_says(name: str, visitor: str, way: str) -> None:
    table, guests = TABLES[name]
    place = visitors.settle()
    prefix = prefix_of(way, place.here.code)
    client = Client(SERVER_NAME=visitors.HOSTS[place.here.code] if way == "host" else "testserver")
    guests[visitor](place, client, prefix)
    surprises = []
    for method, address, expected in rows(table):
        with visitors.taken_back():
            response = visit(place, client, method, address, way)
            visitors.body_of(response)
        met = visitors.outcome(response, prefix)
        if met != expected[visitor]:
            surprises.append(f"{method} {address}: {met}, not {expected[visitor]}")
    assert surprises == []


OURS = (
    "program_id",
    "watch_id",
    "key_id",
    "public_id",
    "case_id",
    "document_id",
    "message_id",
    "officer_id",
    "row_id",
    "change_id",
    "request_id",
    "notice_id",
)


@pytest.mark.parametrize("way", ["host", "path"])
def test_a_neighbour_with_every_role_finds_nothing_of_ours_at_his_own_door(way: str) -> None:
    place = visitors.settle()
    client = Client()
    an_officer(*OF_CASES, Role.ADMIN, at_home=False)(place, client, "")
    visitors.follower(lambda neighbours: neighbours.there_case)(place, client, "")
    surprises = []
    for method, name, _ in [row for table, _ in TABLES.values() for row in rows(table)]:
        with visitors.taken_back():
            response = visit(place, client, method, name, way, at_home=False)
            body = visitors.body_of(response)
            place.message.refresh_from_db()
        # Only "try again" answers a foreign number like one that is settled already; it must then have done nothing.
        found_none = response.status_code in (404, 405) or (name == "desk:try_again" and place.message.state == "dead")
        # An officer, of whatever village, meets no page of observers: he is told so before anything is looked for.
        found_none |= name.startswith("observer:") and response.status_code == 403
        if set(OURS) & parameters(name.partition("=")[0]) and not found_none:
            surprises.append(f"{method} {name}: {response.status_code}")
        if any(word.encode() in body for word in (STORY, place.case.number, place.officer.name)):
            surprises.append(f"{method} {name} shows something of ours")
    assert surprises == []


def test_an_observer_of_the_neighbours_finds_nothing_of_ours_at_his_own_door() -> None:
    place = visitors.settle()
    client = Client()
    visitors.far_observer(place, client, "")
    found = {}
    for method, name, _ in rows(OBSERVERS_TABLE):
        if set(OURS) & parameters(name):
            with visitors.taken_back():
                found[f"{method} {name}"] = visit(place, client, method, name, "host", at_home=False).status_code
    assert {name: status for name, status in found.items() if status not in (404, 405)} == {}
    assert len(found) == 16


@pytest.mark.parametrize("way", ["host", "path"])
def test_a_code_opens_nothing_at_the_neighbours_door(way: str) -> None:
    place = visitors.settle()
    host = visitors.HOSTS[place.there.code] if way == "host" else "testserver"
    client = Client(SERVER_NAME=host)
    address = prefix_of(way, place.there.code) + reverse("portal:track")
    assert client.post(address, {"code": place.code}).status_code == 422
    assert client.post(address, {"code": place.there_code}).status_code == 302
