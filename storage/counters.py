"""Counters kept beside each dossier, so that lists need no joins: counted again whenever a dossier is touched.

Plain SQL, because one statement counts everything and runs at every committed field; what the words in it mean is bound
from the core's own enumerations.
"""

import datetime as dt

from sqlalchemy import Connection, bindparam, text

from dossier.ids import SYSTEM_USER, DossierId
from dossier.model import Clearance, PageStatus, Verdict
from dossier.ports import AckStatus
from dossier.reading import ValueSource
from dossier.states import Delivery, Mark, State
from storage.column_types import Moment

RETURNED = frozenset({Mark.RETURNED_FIELD.value, Mark.RETURNED_PAGE.value, Mark.RETURNED_STRUCTURE.value})

_IS_RETURNED = (
    "EXISTS (SELECT 1 FROM json_each(marks) WHERE value IN (:returned_field, :returned_page, :returned_other))"
)

_DELIVERY = """
delivery = CASE
    WHEN NOT EXISTS (SELECT 1 FROM archive) THEN :local
    WHEN EXISTS (SELECT 1 FROM acknowledgement AS a WHERE a.dossier = dossier.id AND a.status = :rejected
        AND a.archive = (SELECT id FROM archive ORDER BY turn DESC LIMIT 1)) THEN :attention
    ELSE (
        SELECT CASE
            WHEN count(*) = 0 THEN :arrived
            WHEN count(*) = (SELECT count(*) FROM operation AS o WHERE o.dossier = dossier.id) THEN :local
            ELSE :sending END
        FROM waiting AS w
        WHERE w.dossier = dossier.id AND w.archive = (SELECT id FROM archive ORDER BY turn DESC LIMIT 1))
    END
"""

_REFRESH = f"""
UPDATE dossier SET
documents = (SELECT count(*) FROM document AS d WHERE d.dossier = dossier.id),
(pages, unread, to_clear, held) = (
    SELECT count(*),
        count(*) FILTER (WHERE status = :page_waiting),
        count(*) FILTER (
            WHERE clearance = :clearance_marked OR (clearance = :clearance_held AND status <> :page_waiting)),
        count(*) FILTER (WHERE clearance IN (:clearance_held, :clearance_marked)) > 0
            OR EXISTS (SELECT 1 FROM json_each(marks) WHERE value = :held_secrecy)
    FROM page AS p WHERE p.dossier = dossier.id),
(fields, certain, rank) = (
    SELECT count(*) FILTER (WHERE v.value <> ''),
        count(*) FILTER (WHERE v.value <> '' AND (v.certain OR v.source = :human)),
        CASE WHEN {_IS_RETURNED} THEN 0
            WHEN dossier.state = :state_read AND count(*) FILTER (WHERE v.source = :human) > 0 THEN 1
            ELSE 2 END
    FROM effective AS e JOIN field_value AS v ON v.id = e.value WHERE e.dossier = dossier.id),
keyed_by = (
    SELECT json_group_array(user_id ORDER BY user_id) FROM keyer AS k
    WHERE k.dossier = dossier.id AND user_id <> :system_user),
reason = CASE WHEN {_IS_RETURNED} THEN (
    SELECT json_extract(remarks, '$[0].reason') FROM decision AS d
    WHERE d.dossier = dossier.id AND verdict = :verdict_return ORDER BY seq DESC LIMIT 1) END,
changed_at = max(changed_at, coalesce(:at, changed_at)),
{_DELIVERY}
WHERE id = :dossier
"""  # noqa: S608 - composed of constants above

_WORDS_OF_DELIVERY = {
    "local": Delivery.LOCAL.value,
    "attention": Delivery.ATTENTION.value,
    "arrived": Delivery.HELD_BY_ARCHIVE.value,
    "sending": Delivery.SENDING.value,
    "rejected": AckStatus.REJECTED.value,
}
_WORDS = {
    **_WORDS_OF_DELIVERY,
    "returned_field": Mark.RETURNED_FIELD.value,
    "returned_page": Mark.RETURNED_PAGE.value,
    "returned_other": Mark.RETURNED_STRUCTURE.value,
    "held_secrecy": Mark.HELD_SECRECY.value,
    "page_waiting": PageStatus.WAITING.value,
    "clearance_held": Clearance.HELD.value,
    "clearance_marked": Clearance.MARKED.value,
    "human": ValueSource.HUMAN.value,
    "state_read": State.READ.value,
    "system_user": SYSTEM_USER,
    "verdict_return": Verdict.RETURN.value,
}
_REFRESH_ONE = text(_REFRESH).bindparams(bindparam("at", type_=Moment))
_REFRESH_DELIVERIES = text(f"UPDATE dossier SET {_DELIVERY}")  # noqa: S608 - as above


def refresh(connection: Connection, dossier: DossierId, at: dt.datetime | None = None) -> None:
    """Count one dossier again; nothing for one that is not known yet. `at` is the time of the change."""
    connection.execute(_REFRESH_ONE, {**_WORDS, "dossier": dossier, "at": at})


def refresh_deliveries(connection: Connection) -> None:
    """Compute every dossier's delivery again, as when another archive has been connected."""
    connection.execute(_REFRESH_DELIVERIES, _WORDS_OF_DELIVERY)
