"""Facts of papers: who, where, when and how much, agreeing with one another as on real ones. No layout, no drawing."""

import random
from collections.abc import Callable, Mapping
from typing import Any, Final

from benchmarks.pages.formspec import FormSpec
from benchmarks.pages.makers import cards, civil, health, land, other, records, rulings, school, trade
from benchmarks.pages.makers.common import Maker
from benchmarks.pages.model import Kind

_MAKERS: Final[Mapping[Kind, Callable[[Maker], dict[str, Any]]]] = {
    Kind.MARRIAGE: civil.marriage,
    Kind.DEATH: civil.death,
    Kind.BIRTH_REGISTER: civil.births,
    Kind.LAND: land.certificate,
    Kind.BUILDING: land.building,
    Kind.IDENTITY: cards.identity,
    Kind.OLD_IDENTITY: cards.old_identity,
    Kind.FINE: rulings.fine,
    Kind.ALLOWANCE: rulings.allowance,
    Kind.BUDGET: rulings.budget,
    Kind.DISABILITY: health.disability,
    Kind.BORN_ALIVE: health.born_alive,
    Kind.DISCHARGE: health.discharge,
    Kind.DIPLOMA: school.diploma,
    Kind.DIPLOMA_REGISTER: school.diplomas,
    Kind.SCHOOL_REPORT: school.report,
    Kind.BUSINESS: trade.business,
    Kind.FARM: trade.farm,
    Kind.FISHING_BOAT: trade.boat,
    Kind.OCOP: trade.ocop,
    Kind.PRODUCT: trade.product,
    Kind.ALCOHOL: trade.alcohol,
    Kind.ASSETS: records.assets,
    Kind.COVER: records.cover,
    Kind.CONTENTS: records.contents,
    Kind.RECEIPT: other.receipt,
    Kind.NEWSPAPER: other.newspaper,
    Kind.LETTER: other.letter,
    Kind.MINUTES: other.minutes,
    Kind.INVOICE: other.invoice,
    Kind.CONTRACT: other.contract,
    Kind.DECOYS: other.decoy,
}


def facts(kind: Kind, rng: random.Random, parity: int, spec: FormSpec) -> dict[str, Any]:
    """Facts for one paper of the kind, as the layout's `use` asks for them."""
    return _MAKERS[kind](Maker(rng=rng, parity=parity, use=spec.use))
