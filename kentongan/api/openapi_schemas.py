"""The shapes of all answers."""

from __future__ import annotations

from typing import Any, Final

from kentongan.api.openapi_parts import Json, ref


def _object(properties: Json, *, optional: tuple[str, ...] = (), more: bool = False) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": more,
    }


def _list(of: Any) -> Json:
    return {"type": "array", "items": of}


def _or_null(kind: str, **more: Any) -> Json:
    return {"type": [kind, "null"], **more}


def _counts() -> Json:
    return {"type": "object", "additionalProperties": {"type": "integer"}}


_TEXT: Final[Json] = {"type": "string"}
_NUMBER: Final[Json] = {"type": "integer"}
_YES: Final[Json] = {"type": "boolean"}
_DAY: Final[Json] = {"type": "string", "format": "date"}
_MOMENT: Final[Json] = {"type": "string", "format": "date-time"}
_LABELLED: Final = _object({"code": _TEXT, "label": _TEXT})
_NOTHING: Final = _or_null("string")

_STEP: Final = _object(
    {
        "at": _MOMENT,
        "move": _TEXT,
        "title": _TEXT,
        "text": _TEXT,
        "detail": _TEXT,
        "by": _TEXT,
        "mine": _YES,
        "files": _NUMBER,
    }
)
_DUE: Final = _object(
    {
        "clock": _TEXT,
        "label": _TEXT,
        "due_on": _or_null("string", format="date"),
        "late": _YES,
        "paused": _YES,
        "citation": _TEXT,
        "yours": _YES,
    }
)
_ROW: Final[Json] = {
    "id": _TEXT,
    "kind": _TEXT,
    "class": _NOTHING,
    "group": _NOTHING,
    "category": _NOTHING,
    "hamlet": _NOTHING,
    "period": _NOTHING,
    "status": _LABELLED,
    "outcome": {"anyOf": [_LABELLED, {"type": "null"}]},
    "confirmed_solved": _YES,
    "days_to_answer": _or_null("integer"),
    "clocks": _list(_object({"clock": _TEXT, "met": _YES})),
}
_DAYS: Final[Json] = {"published_on": _DAY, "changed_on": _DAY}

SCHEMAS: Final[Json] = {
    "Problem": _object(
        {
            "type": _TEXT,
            "title": _TEXT,
            "status": _NUMBER,
            "detail": _TEXT,
            "code": _TEXT,
            "field": _TEXT,
            "ticket": _TEXT,
        },
        optional=("code", "field", "ticket"),
    ),
    "Tracking": _object(
        {
            "number": _TEXT,
            "kind": _TEXT,
            "status": _object({"code": _TEXT, "label": _TEXT, "meaning": _TEXT}),
            "received_at": _MOMENT,
            "steps": _list(_STEP),
            "next": _list(_DUE),
            "may": _list(_TEXT),
            "may_reply": _YES,
            "answer_unread": _YES,
            "merged_into": _NOTHING,
            "letter": _list(_object({"number": _TEXT, "title": _TEXT, "status": _TEXT, "current": _YES})),
        }
    ),
    "Received": _object({"received": _YES, "repeated": _YES, "number": _TEXT}),
    "PublicPage": _object(
        {"cases": _list(_object({**_ROW, "title": _TEXT, "excerpt": _TEXT, **_DAYS})), "next": _NOTHING}
    ),
    "PublicCase": _object(
        {
            **_ROW,
            "title": _TEXT,
            "story": _TEXT,
            "settlement": _TEXT,
            "answers": _list(_TEXT),
            "steps": _list(_object({"move": _TEXT, "title": _TEXT, "text": _TEXT, "after_days": _or_null("integer")})),
            **_DAYS,
        }
    ),
    "Figures": _object(
        {
            "period": _NOTHING,
            "published": _NUMBER,
            "withheld": _or_null("integer"),
            "withheld_below": _or_null("integer"),
            "closed": _NUMBER,
            "confirmed_solved": _NUMBER,
            "by_status": _counts(),
            "by_kind": _counts(),
            "by_outcome": _counts(),
            "by_group": _counts(),
            "by_hamlet": _counts(),
            "by_period": _counts(),
            "on_time": {
                "type": "object",
                "additionalProperties": _object({"met": _NUMBER, "missed": _NUMBER, "percent": _or_null("integer")}),
            },
            "answered_with_days": _NUMBER,
            "median_days": _or_null("number"),
        }
    ),
    "Key": _object({"label": _TEXT, "owner": _TEXT}),
    "Document": _object({"openapi": _TEXT, "info": {"type": "object"}, "paths": {"type": "object"}}, more=True),
    # Open311 GeoReport v2: as its schemas have it, and no field besides.
    "Errors": _list(_object({"code": _NUMBER, "description": _TEXT})),
    "Discovery": _object(
        {
            "changeset": _TEXT,
            "contact": _TEXT,
            "key_service": _TEXT,
            "endpoints": _list(
                _object(
                    {
                        "specification": _TEXT,
                        "url": _TEXT,
                        "changeset": _TEXT,
                        "type": {"type": "string", "enum": ["production", "test"]},
                        "formats": _list(_TEXT),
                    }
                )
            ),
        }
    ),
    "Services": _list(
        _object(
            {
                "service_code": _TEXT,
                "service_name": _TEXT,
                "description": _TEXT,
                "metadata": _YES,
                "type": {"type": "string", "enum": ["realtime", "batch", "blackbox"]},
                "keywords": _TEXT,
                "group": _TEXT,
            }
        )
    ),
    "ServiceDefinition": _object({"service_code": _TEXT, "attributes": _list(ref("Attribute"))}),
    "Attribute": _object(
        {
            "variable": _YES,
            "code": _TEXT,
            "datatype": {
                "type": "string",
                "enum": ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"],
            },
            "required": _YES,
            "datatype_description": _NOTHING,
            "order": _NUMBER,
            "description": _TEXT,
            "values": _list(_object({"key": _TEXT, "name": _TEXT})),
        },
        optional=("values",),
    ),
    "ServiceRequests": _list(
        _object(
            {
                "service_request_id": _TEXT,
                "status": {"type": "string", "enum": ["open", "closed"]},
                "status_notes": _TEXT,
                "service_name": _TEXT,
                "service_code": _TEXT,
                "description": {"type": "string", "maxLength": 4000},
                "agency_responsible": _TEXT,
                "service_notice": _TEXT,
                "requested_datetime": _MOMENT,
                "updated_datetime": _MOMENT,
                "expected_datetime": _NOTHING,
                "address": _TEXT,
                "address_id": _NOTHING,
                "zipcode": _NOTHING,
                "lat": _or_null("number"),
                "long": _or_null("number"),
                "media_url": _NOTHING,
            }
        )
    ),
    "Lodged": _list(
        _object(
            {
                "token": _TEXT,
                "service_notice": _TEXT,
                "account_id": {"type": "null"},
                "register_number": _TEXT,
                "tracking_code": _TEXT,
                "tracking_url": _TEXT,
            }
        )
    ),
    "Tokens": _list(_object({"service_request_id": _NOTHING, "token": _TEXT, "service_notice": _NOTHING})),
}
