"""Tables for people and figures for machines, made of the same results."""

from collections.abc import Sequence

from benchmarks.reading.chances import calibration_error, reliability, wilson
from benchmarks.reading.fields import Judged, Outcome, Tally, by_name, by_writing, printed, said, tally
from benchmarks.reading.papers import REAL, Group
from benchmarks.reading.slots import SlotTally
from benchmarks.reading.system import System, letters, mean
from benchmarks.results import Figure, print_table
from dossier.reading import Writing

LEVELS = (1, 2, 3)
GROUPS = (Group.GENERATED, Group.ADMINISTRATIVE, Group.OTHER, Group.ARCHIVED)
WORD_GOALS = {Group.ADMINISTRATIVE: 0.985, Group.OTHER: 0.90}
_FIELD_HEADS = ("fields", "exact", "wrong", "empty", "invented", "certain", "certain wrong")


def words_table(systems: Sequence[System]) -> None:
    """Words of every set by every program."""
    rows = []
    for group in GROUPS:
        for system in systems:
            results = system.of(group)
            recall = mean(results, lambda score: score.recall)
            if recall is not None:
                precision, bare = (
                    mean(results, lambda score: score.precision),
                    mean(results, lambda score: score.bare_recall),
                )
                pages = sum(result.words is not None for result in results)
                rows.append((f"{group} · {system.name}", pages, recall, precision, bare))
    print_table("Words", ("", "papers", "recall", "precision", "without marks"), rows)


def letters_table(systems: Sequence[System]) -> None:
    """Letters of generated pages by wear."""
    rows = []
    for system in systems:
        scores = [letters(system.of(Group.GENERATED, level=level)) for level in LEVELS]
        if any(score.total for score in scores):
            rows.append((system.name, *(score.rate for score in scores), *(score.noise for score in scores)))
    heads = ("", *(f"CER {level}" for level in LEVELS), *(f"noise {level}" for level in LEVELS))
    print_table("Letters of generated pages by wear; noise: signs read where nothing is printed", heads, rows)


def fields_table(title: str, judged: Sequence[Judged]) -> None:
    """Field by field, printed ones, then what hands and stamps filled."""
    rows = [(name, *_row(each)) for name, each in by_name(printed(judged)).items()]
    rows += [(f"all {writing}", *_row(each)) for writing, each in by_writing(judged).items()]
    print_table(title, ("", *_FIELD_HEADS), rows)


def systems_table(systems: Sequence[System]) -> None:
    """Shares of exact fields, program beside program."""
    rows = [
        (f"{group} · {writing} · {system.name}", *_row(each))
        for group in GROUPS
        for writing in Writing
        for system in systems
        for each in [tally(item for item in system.judged(group) if item.writing is writing)]
        if each.fields
    ]
    print_table("Fields: case, spacing and punctuation folded", ("", *_FIELD_HEADS), rows)


def certain_table(sets: Sequence[tuple[str, Sequence[Judged]]]) -> None:
    """Cover of the printed fields, and errors among all that was called certain."""
    rows = []
    for name, judged in sets:
        on_print, whole = tally(printed(judged)), tally(judged)
        low, high = wilson(on_print.certain, on_print.fields)
        least, most = whole.interval()
        cover = f"{on_print.cover:.1%} ({low:.1%}-{high:.1%})"
        wrong = f"{whole.certain_wrong} = {whole.wrong_per_10000:.1f} ({least:.1f}-{most:.1f})"
        rows.append((name, on_print.fields, cover, whole.certain, wrong))
    heads = ("", "printed", "certain of printed (95 %)", "certain", "wrong of these = per 10,000 (95 %)")
    print_table("Called certain", heads, rows)


def reliability_table(name: str, judged: Sequence[Judged]) -> None:
    """What was said against what was."""
    bins = reliability(said(judged))
    rows = [(f"{each.low:g}-{each.high:g}", each.count, each.predicted, each.right) for each in bins]
    error = calibration_error(bins)
    print_table(f"Reliability, {name}: mean error {error:.3f}", ("said", "fields", "mean said", "right"), rows)


def slots_table(tallies: Sequence[tuple[str, SlotTally]]) -> None:
    """Slots called handwritten."""
    rows = [
        (name, each.handwritten, each.caught_share, each.printed, each.false_share, each.stamped, each.stamps_told)
        for name, each in tallies
    ]
    heads = ("", "handwritten", "caught", "printed", "falsely called so", "stamped", "told")
    print_table("Slots of the head", heads, rows)


def text_figures(ours: System, plain: System, other: System) -> dict[str, Figure]:
    """Words, letters and fields of full reading beside its peers."""
    figures: dict[str, Figure] = {}
    for group in GROUPS:
        value, peer = (mean(system.of(group), lambda score: score.recall) for system in (ours, plain))
        if value is not None:
            goal = (">=", WORD_GOALS[group]) if group in WORD_GOALS else None
            figures[f"{group}_words_recall"] = Figure(value=value, unit="share", goal=goal, peer=peer)
            precision = mean(ours.of(group), lambda score: score.precision) or 0.0
            figures[f"{group}_words_precision"] = Figure(value=precision, unit="share")
    for level in LEVELS:
        rate, peer_rate = (letters(system.of(Group.GENERATED, level=level)).rate for system in (ours, plain))
        goal = ("<=", round(peer_rate / 3, 5))
        figures[f"generated_cer_level_{level}"] = Figure(value=rate, unit="share", goal=goal, peer=peer_rate)
    for name, groups in (("generated", (Group.GENERATED,)), ("real", REAL)):
        value, *peers = (tally(printed(system.judged(*groups))).exact for system in (ours, plain, other))
        goal = (">=", 0.95) if name == "real" else None
        figures[f"{name}_printed_exact"] = Figure(value=value, unit="share", goal=goal, peer=max(peers))
    return figures


def certain_figures(name: str, judged: Sequence[Judged], *, cover: float, wrong_per_10000: float) -> dict[str, Figure]:
    """Cover and error of what was called certain, with intervals and calibration."""
    on_print, whole = tally(printed(judged)), tally(judged)
    least, most = whole.interval()
    low, high = wilson(on_print.certain, on_print.fields)
    return {
        f"{name}_certain_cover": Figure(value=on_print.cover, unit="share", goal=(">=", cover)),
        f"{name}_certain_cover_low": Figure(value=low, unit="share"),
        f"{name}_certain_cover_high": Figure(value=high, unit="share"),
        f"{name}_certain_fields": Figure(value=whole.certain, unit="fields"),
        f"{name}_certain_wrong": Figure(value=whole.certain_wrong, unit="fields"),
        f"{name}_certain_wrong_per_10000": Figure(
            value=whole.wrong_per_10000, unit="fields", goal=("<=", wrong_per_10000)
        ),
        f"{name}_certain_wrong_per_10000_low": Figure(value=least, unit="fields"),
        f"{name}_certain_wrong_per_10000_high": Figure(value=most, unit="fields"),
        f"{name}_calibration_error": Figure(value=calibration_error(reliability(said(judged))), unit="share"),
    }


def slot_figures(name: str, slots: SlotTally) -> dict[str, Figure]:
    """Slots called handwritten."""
    return {
        f"{name}_handwritten_slots_caught": Figure(value=slots.caught_share, unit="share", goal=(">=", 0.95)),
        f"{name}_printed_slots_called_handwritten": Figure(value=slots.false_share, unit="share", goal=("<=", 0.03)),
    }


def _row(each: Tally) -> tuple[object, ...]:
    counts = each.counts
    return (
        each.fields,
        each.exact,
        counts.get(Outcome.WRONG, 0),
        counts.get(Outcome.EMPTY, 0),
        counts.get(Outcome.INVENTED, 0),
        each.certain,
        each.certain_wrong,
    )
