# ruff: noqa: E501 - a pattern stands on one line, however long
"""Which property a number in a clause is: its unit gives the set, the nearest cue word chooses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from science.candidates.cues import CUES, Cue, properties_of
from science.candidates.names import formulas
from science.printed import PRINTED
from science.properties import PROPERTIES
from science.quantities.typography import fold

_UNIT_OF = {p.key: str(p.unit) for p in PRINTED}
_GROUPS = {"Å": "nm", "mV": "V"}
_OPTIONS_MOST = 6
_AUDIBLE = -1.0
"""A cue that speaks less is too far away."""
_ALONE = frozenset({"1/h", "mA/cm²", "mg/cm²", "g/cm³", "ng/cm²", "Pa s"})
"""Units that nothing else in a paper of the field is likely to have."""
_DROPPED = re.compile(
    r"(?<![^\W\d_])(?:theoretical\w*|assum(?:ed|ing|e)|predicted|simulat\w+|hypothetical)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"(?<![^\W\d_])(?:reported (?:in|by|for|elsewhere|previously|earlier)|previous(?:ly)? (?:work|stud\w+|report\w*)"
    r"|literature|earlier work|in refs?\.?|refs?\.?\s?\[?\d|et al|their work)",
    re.IGNORECASE,
)
_CHANGED_BY = re.compile(
    r"(?:improv|increas|decreas|reduc|enhanc|lower|rais|rose|rise|fell|fall|drop|gain|shrink|shrank|grew|change|extend"
    r"|higher|differ|better|worse)\w*(?:\W+\w+){0,5}?\W+by\s+(?:(?:about|only|up to|more than|at least|nearly|~)\s*)*$"
    r"|(?:improvement|increase|decrease|reduction|enhancement|drop|gain|rise|fall|change|difference)s?"
    r"(?:\sin\s(?:\w+\s){1,4}?|\s)of\s+(?:(?:about|only|up to|more than|at least|nearly|~)\s*)*$",
    re.IGNORECASE,
)
_CHANGE_AFTER = re.compile(
    r"^\s*(?:\w+\s)?(?:higher|lower|larger|smaller|longer|shorter|thicker|thinner|better|improvement|increase"
    r"|decrease|reduction|gain\b|more than (?:that|the|those)|less than (?:that|the|those)|above that|below that)",
    re.IGNORECASE,
)
_THAN_ANOTHER = re.compile(r"^\s*(?:\w+\s){0,2}than\s", re.IGNORECASE)
_LIMIT = re.compile(
    r"(?<![^\W\d_])(?:exceed\w*|cut-?offs?(?: (?:voltage|potential|capacity|current))?(?: of| at| was| is)?|until"
    r"|threshold|criteri\w+|end of life(?: \w+){0,2}|defined as|before\s(?:\w+\s){0,5}(?:reach\w*|fell|falling|dropp\w+)"
    r"|terminated|reaching|fell below|falling below|limited to)\W+(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)
_TO_LIFE = re.compile(
    r"(?:cycles?|life\w*|h)\s(?:to|until|at|down to|before)\s(?:reaching\s)?$", re.IGNORECASE
)
_GUESSED = re.compile(
    r"(?<![^\W\d_])(?:calculated|estimated|expected|nominal\w*|extrapolated|typical\w*)", re.I
)
_OF_ANOTHER_RATE = re.compile(
    r"^\s?of (?:the|its|their) (?:\w+ )?capacity (?:obtained|delivered|measured|achieved|at)(?![^\W\d_])|^\s?of that at",
    re.I,
)
_NUMBERED = re.compile(
    r"(?<![^\W\d_])(?:Fig(?:ure)?s?\.?|Tables?|Schemes?|Eqs?\.?|Samples?|Sections?)\s?"
    r"(?:S?\d+[a-z]?\s?(?:,|and|–|-|to)\s?)*$", re.I
)  # fmt: skip
_NOTHING = re.compile(
    r"(?<![^\W\d_])no (?:\w+ )?(?:films?|growth|deposition)(?![^\W\d_])|(?:did|do|does|was|were) not (?:\w+ )?(?:grow|deposit|obtain|observ)",
    re.IGNORECASE,
)
_OF_A_CLASS = re.compile(
    r"^[-\s]?(?:class(?![^\W\d_])|(?:[\w-]+\s){0,4}?(?:batter\w+|cells?|cathodes?|anodes?)(?![^\W\d_]))",
    re.I,
)
_PER_CYCLE = re.compile(r"\s?(?:of (?:its|the|their) (?:\w+ )?capacity )?(?:per|each|every) cycle")
_TESTED = re.compile(
    r"cells?(?![^\W\d_])|electrode|cathode|anode|mAh|cycl(?:ed|ing)|(?<!ALD )(?<!MLD )cycles"
    r"|plat(?:ing|ed)|strip|charg|overpotential|polari[sz]ation|retention|capacit|efficienc", re.I
)  # fmt: skip
_SALT = re.compile(r"^\s*(?:Li|Na|K)[A-Z]|^\s*(?:solution|HCl|KOH)")
_AREA = re.compile(r"[×x]\s*$")
_AREA_AFTER = re.compile(r"^\s*[×x]\s*\d")


@dataclass(frozen=True)
class Choice:
    """``key`` is the property chosen, empty where it is asked; ``offered`` is False for what is
    not shown at all."""

    key: str = ""
    sure: bool = False
    why: str = ""
    options: tuple[str, ...] = ()
    offered: bool = True


NOT_OFFERED = Choice(offered=False)


def possible(unit: str, *, rate: bool) -> tuple[str, ...]:
    """The properties that print gives this unit to."""
    if rate:
        return ("rate",)
    if "Hz" in unit:
        return ()
    spelled = fold(unit.replace("℃", "°C")).text
    spelled = re.sub(r"^percentage |^full ", "", spelled)
    return properties_of(spelled, temperature=spelled == "C")


def choose(
    text: str, span: tuple[int, int], clause: tuple[int, int], unit: str, keys: tuple[str, ...],
    *, others: list[tuple[int, int]],
) -> Choice:  # fmt: skip
    """The property of the number at `span` of its `clause`; `others` are the spans of numbers with
    the same unit."""
    before, after = text[clause[0] : span[0]], text[span[1] : clause[1]]
    inside = text[clause[0] : clause[1]]
    if _DROPPED.search(re.split(r",| and ", before)[-1]) or _DROPPED.match(after[:30].lstrip()):
        return NOT_OFFERED
    own = inside
    for part in re.split(
        r"(?=, which | than (?:\w+ ){0,4}?(?:previous|earlier|report))", inside
    ):  # what is said of another is no word on this
        if text.find(part, clause[0]) <= span[0] < text.find(part, clause[0]) + len(part):
            own = part
    if _ELSEWHERE.search(own) or _NUMBERED.search(before):
        return NOT_OFFERED
    if (
        unit == "V"
        and not re.search(r"\d\D+\d", text[span[0] : span[1]])
        and _OF_A_CLASS.match(after)
    ):
        return NOT_OFFERED  # "a 3 V sodium battery", "4 V-class cathodes"
    if re.search(r"(?:^|[\s(])1?\s?C\s?=\s?$", before):
        return Choice(why="what 1C stands for")
    if unit == "%" and _OF_ANOTHER_RATE.match(after):
        return Choice(why="a share of what another rate gave", options=("retention",))
    if re.match(r"/\s?[~∼>]?\d", after) or re.search(r"\d\s?%?/\s?$", before):
        return Choice(
            why="one of several with slashes between", options=_likely(text, clause, keys)
        )
    if _NOTHING.search(inside):
        return Choice(why="said of what was not there", options=_likely(text, clause, keys))
    if unit == "%" and _PER_CYCLE.match(after):
        return Choice(why="a share per cycle", options=("capacity_loss", "retention"))
    if re.match(r"at", unit) and "content" in keys:
        if re.search(r"detection limit|below or at|sensitivity", inside, re.I):
            return Choice(why="a limit of detection", options=("content",))
        return Choice("content", False, "a share of atoms")
    if unit in {"m", "M"} and _SALT.match(after):
        return NOT_OFFERED
    if "nm" in _groups(keys) and (
        unit in {"m", "cm", "mm", "km"} or _AREA.search(before) or _AREA_AFTER.match(after)
    ):
        return NOT_OFFERED
    if _CHANGED_BY.search(before) or _CHANGE_AFTER.match(after) or _THAN_ANOTHER.match(after):
        return Choice(why="a change or a comparison, no value of its own")
    limit = _LIMIT.search(before) or (unit == "%" and _TO_LIFE.search(before))
    cut_off = "voltage_window" in keys and re.search(r"cut-?off", before[-40:], re.IGNORECASE)
    if limit and not cut_off:
        return Choice(why="a limit or criterion, no result")
    if len(keys) == 1 and re.search(r"cycle|^S|^eV", unit) and _UNIT_OF[keys[0]] not in CUES:
        return Choice(keys[0], True, "its unit")
    if keys == ("growth_per_cycle",) and re.search(r"/|cycle", unit):
        return Choice("growth_per_cycle", True, "a length per cycle")
    return _by_cue(text, span, clause, keys, others)


def _likely(text: str, clause: tuple[int, int], keys: tuple[str, ...]) -> tuple[str, ...]:
    """Properties to choose from, those first whose words stand in the clause or in the text, then
    those of a test where the clause tells of one."""
    tested = bool(_TESTED.search(text, *clause))

    def named(key: str) -> float:
        group = _GROUPS.get(_UNIT_OF[key], _UNIT_OF[key])
        of_test = any(subject == "test" for _, subject in PROPERTIES[key].roles)
        score = 0.5 * (of_test == tested)
        for cue in CUES.get(group, ()):
            if cue.of == key and cue.weight >= 3:
                here, there = cue.pattern.search(text, *clause), cue.pattern.search(text)
                score = max(score, cue.weight * (2.0 if here else 1.0 if there else 0.0))
        return -score

    return tuple(sorted(keys, key=named)[:_OPTIONS_MOST])


def _groups(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_GROUPS.get(_UNIT_OF[key], _UNIT_OF[key]) for key in keys))


def _by_cue(
    text: str, span: tuple[int, int], clause: tuple[int, int], keys: tuple[str, ...],
    others: list[tuple[int, int]],
) -> Choice:  # fmt: skip
    groups = _groups(keys)
    cues = [c for group in groups for c in CUES.get(group, ()) if c.of in keys or c.verdict]
    scores = _scores(text, span, clause, cues, others)
    if "nm" in groups:
        _films(text, span, clause, scores)
        _thick(text, span, clause, scores, others)
    if not scores:
        if len(keys) == 1 and groups[0] in _ALONE:
            return Choice(keys[0], False, "the only property with this unit")
        return Choice(why="nothing nearby says what it is", options=_likely(text, clause, keys))
    if max(score for score, *_ in scores.values()) < _AUDIBLE:
        return Choice(why="nothing nearby says what it is", options=_likely(text, clause, keys))
    ranked = sorted(scores.items(), key=lambda item: -item[1][0])
    (best, (score, cue, distance)), *rest = ranked
    margin = score - rest[0][1][0] if rest else 9.0
    if cue is not None and cue.verdict:
        if cue.verdict == "dropped":
            return NOT_OFFERED
        near = tuple(k for k in _likely(text, clause, keys) if k in scores)
        return Choice(why=cue.why, options=near if groups[0] in {"°C", "Ω", "1/h"} else ())
    if margin < 1.5:
        options = tuple(of for of, _ in ranked if of in keys)
        return Choice(why="two properties are equally near", options=options[:_OPTIONS_MOST])
    weak = cue is not None and cue.weight <= 2 and best == "deposition_temperature"
    if weak and re.search(r"anneal", text[clause[0] : clause[1]], re.I):
        options = ("anneal_temperature", "deposition_temperature")
        return Choice(why="of an anneal or of the deposition", options=options)
    guessed = bool(_GUESSED.search(text[clause[0] : clause[1]]))
    weight = cue.weight if cue else 3
    sure = weight >= 3 and distance <= 7 and margin >= 2.5 and score > 2 and not guessed
    return Choice(best, sure, f"“{_shown(text, span, clause, cue)}” stands beside it")


def _shown(text: str, span: tuple[int, int], clause: tuple[int, int], cue: Cue | None) -> str:
    if cue is None:
        return "the film"
    found = min(
        cue.pattern.finditer(text, *clause),
        key=lambda m: min(abs(m.start() - span[1]), abs(span[0] - m.end())),
    )
    return found[0][:40]


Scores = dict[str, tuple[float, "Cue | None", int]]


def _scores(
    text: str, span: tuple[int, int], clause: tuple[int, int], cues: list[Cue],
    others: list[tuple[int, int]],
) -> Scores:  # fmt: skip
    scores: Scores = {}
    for cue in cues:
        for match in cue.pattern.finditer(text, *clause):
            if any(a <= match.start() and match.end() <= b for a, b in others):
                continue
            inside = match.start() < span[1] and match.end() > span[0]
            if inside and not match.start() >= span[0]:
                inside = False
            score, distance = (
                (cue.weight * 2.0, 0)
                if inside
                else _near(text, span, match.span(), cue.weight, others)
            )
            if score > scores.get(cue.of, (-99.0, None, 0))[0]:
                scores[cue.of] = (score, cue, distance)
    return {of: found for of, found in scores.items() if found[0] > -6}


def _near(
    text: str,
    span: tuple[int, int],
    at: tuple[int, int],
    weight: int,
    others: list[tuple[int, int]],
) -> tuple[float, int]:
    """How strongly a cue speaks for the number: by weight, distance in words, and what is between."""
    follows = at[0] >= span[1]
    gap = text[span[1] : at[0]] if follows else text[at[1] : span[0]]
    distance = len(re.findall(r"[^\W_]+", gap))
    score = weight * 2.0 - 0.8 * distance - 1.5 * len(re.findall(r"[,;]", gap))
    lo, hi = (span[1], at[0]) if follows else (at[1], span[0])
    score -= 3.0 * sum(lo <= a and b <= hi for a, b in others)
    if distance > 1 and any(0 <= a - at[1] <= 2 or 0 <= at[0] - b <= 2 for a, b in others):
        score -= 5.0  # it stands right at another number
    if follows:
        apart = re.search(r"\b(?:at|and|between|after|for|or|in|by|to)\b", gap)
        if distance <= 2 and not apart and re.fullmatch(r"[\w\s-]*", gap):
            score += 1.5
        else:
            score -= 1.5 if not apart else 4.5
    return score, distance


_THICK = Cue(
    "thickness", 3, re.compile(r"(?<![^\W\d_])(?:thick(?:ness(?:es)?)?|thin)(?![^\W\d_])", re.I)
)


def _thick(
    text: str,
    span: tuple[int, int],
    clause: tuple[int, int],
    scores: Scores,
    others: list[tuple[int, int]],
) -> None:
    """ "thick" speaks for the thickness of whatever is named nearest: the film, or something else."""
    found = _scores(text, span, clause, [_THICK], others).get("thickness")
    if found is None:
        return
    nouns = [
        of for of in scores if of in ("thickness", "sei_thickness") or of.startswith("·a thickness")
    ]
    best = max(nouns, key=lambda of: scores[of][0], default="thickness")
    before = scores.get(best)
    scores[best] = found if before is None else (max(before[0], found[0]) + 2, before[1], before[2])


_SIZE_OF = re.compile(r"(?:sizes?|diameters?|lengths?|widths?|radius) of (?:\w+ )?$", re.I)


def _films(text: str, span: tuple[int, int], clause: tuple[int, int], scores: Scores) -> None:
    """A film that is named beside a length speaks for its thickness: "15 nm of lithicone"."""
    for mention in formulas(text[clause[0] : clause[1]]):
        if mention.kind != "film":
            continue
        at = (mention.start + clause[0], mention.end + clause[0])
        if _SIZE_OF.search(text, clause[0], at[0]):
            continue
        score, distance = _near(text, span, at, 3, [])
        if score > scores.get("thickness", (-99.0, None, 0))[0]:
            scores["thickness"] = (score, None, distance)
