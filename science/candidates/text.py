"""A paragraph → values that may be meant, each with its property, its record and its sentence."""

from __future__ import annotations

import re
from dataclasses import replace

from science.candidates.amounts import Amount, amounts
from science.candidates.choosing import Choice, choose, possible
from science.candidates.counting import at_cycles, choose_cycles, is_cycles
from science.candidates.cycle_of import Seen, at_cycle
from science.candidates.found import Answer, Candidate, reading
from science.candidates.naming import Records
from science.candidates.sentences import bracketed, clauses, sentences
from science.candidates.special import specials
from science.candidates.subject import BEFORE_IT, by_the_subject, unitless
from science.properties import PROPERTIES

_FROM_TO = re.compile(
    r"(?<![^\W\d_])(?:rose|rises?|rising|fell|falls?|fall(?:en|ing)|increas\w+|decreas\w+|dropp?\w*|improv\w+|declin\w+|grew|gr[eo]w(?:s|n|ing)?"
    r"|extend\w+|prolong\w+|boost\w*|climb\w*|jump\w*|doubl\w+|reduc\w+|enhanc\w+|rais\w+|fad\w+|went|chang\w+|decay\w*|shrank|shrink\w*|lower\w+)(?:\W+\w+){0,5}?\W*$",
    re.IGNORECASE,
)
_RESULTS = frozenset(k for k, p in PROPERTIES.items() if p.has_role("result", "test"))
_CONDITIONS = frozenset(k for k, p in PROPERTIES.items() if p.has_role("condition", "test"))
_OF_TEST = _RESULTS | _CONDITIONS
_CONDUCTIVITY = re.compile(r"conductivit\w+|σ")
_OF_SOURCE = re.compile(
    r"source|bubbler|precursor|ampoule|crucible|reservoir|canister|sublim", re.IGNORECASE
)
_GROWN_AT = re.compile(
    r"(?<![^\W\d_])(?:deposit\w*|grown|growth|grew|ALD|MLD|coat\w*)(?:[^\w,;]+\w+){0,4}\W*$"
    r"|^(?:(?!measur|observ|concentration|mobilit|conductiv|resist)[\w\s,-]){0,40}$",
    re.IGNORECASE,
)
_AT_CAPACITY = re.compile(r"(?<![^\W\d_])at (?:an? )?(?:\w+ )?area(?:l)? capacit\w+ of\W*$")
_ROOM = re.compile(r"(?<![^\W\d_])(?:room[ -]temperature|RT)(?![^\W\d_])")


def candidates_of(text: str, at: str = "") -> Answer:
    """Every value that the text may state. Runs in time linear in the number of sentences."""
    answer = Answer("text", at)
    records = Records()
    for number, (start, end) in enumerate(sentences(text), 1):
        found = _Sentence(text, start, end, records, number).candidates()
        answer.candidates += found
    answer.records = records.used(answer.candidates)
    return answer


class _Sentence:
    def __init__(self, text: str, start: int, end: int, records: Records, number: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.number = number
        self.records = records
        self.clauses = clauses(text, start, end)
        self.cycles = at_cycles(text, start, end)
        self.specials = specials(text, start, end)

    def candidates(self) -> list[Candidate]:
        seen = [s for a in self._amounts() if (s := self._seen(a)) is not None]
        self.scene = self.records.scene(
            self.text, self.start, self.end, self.clauses, [s.amount for s in seen]
        )
        self._choose(seen)
        self.seen = seen = self._once(seen)
        found = [c for s in seen for c in self._candidates(s, seen)]
        taken = [c.span for c in found if c.span]
        for special in self.specials:
            if not any(
                a < special.span[1] and special.span[0] < b for a, b in taken if special.span
            ):
                found.append(special)
        for candidate in found:
            candidate.sentence = self.number
        return sorted(found, key=lambda c: c.span or (0, 0))

    # -- the numbers -----------------------------------------------------------------------------
    def _amounts(self) -> list[Amount]:
        found = []
        for amount in amounts(self.text, self.start, self.end):
            found += self._two_ends(amount) if amount.is_range else [amount]
        for match in _ROOM.finditer(self.text, self.start, self.end):
            found.append(Amount(match.start(), match.end(), match[0], match.span(), "°C", None))
        return sorted(found, key=lambda a: a.start)

    def _two_ends(self, amount: Amount) -> list[Amount]:
        """ "fell from 180 to 120 mAh/g" are two values."""
        parts = re.compile(r"(.*?)(\s+to\s+)").match(self.text, amount.number[1], amount.end)
        if not parts or not _FROM_TO.search(self.text[self.start : amount.start]):
            return [amount]
        begin, second = amount.number[0], parts.end()
        own = bool(parts[1].strip())
        first_end = parts.end(1) if own else amount.number[1]
        first = replace(
            amount, start=begin, end=first_end, is_range=False, change=True,
            text=self.text[begin:first_end] + ("" if own else f" {amount.unit}"),
            number=amount.number,
        )  # fmt: skip
        last = replace(
            amount, start=second, text=self.text[second : amount.end], is_range=False, change=True,
            number=(second, second),
        )  # fmt: skip
        return [first, last]

    def _seen(self, amount: Amount) -> Seen | None:
        if any(s.span and s.span[0] <= amount.start < s.span[1] for s in self.specials):
            return None
        if any(a <= amount.number[0] < b for a, b, _ in self.cycles if not is_cycles(amount)):
            return None
        clause = next((i for i, (a, b, _) in enumerate(self.clauses) if a <= amount.start < b), 0)
        keys = possible(amount.unit, rate=amount.is_rate) if amount.unit else ()
        return Seen(amount, clause, keys=keys)

    # -- their properties -------------------------------------------------------------------------
    def _choose(self, seen: list[Seen]) -> None:
        for one in seen:
            if is_cycles(one.amount) or not one.amount.unit:
                continue
            one.choice = self._choice(one, seen)
            if "nothing nearby" in one.choice.why:
                self._as_before(one, seen)
        for one in seen:
            if "nothing nearby" in one.choice.why:
                self._as_before(one, seen, later=True)
        rates = {s.amount.text for s in seen if s.amount.is_rate and s.choice.key}
        results = [s for s in seen if s.choice.key in _RESULTS]
        for one in seen:
            if one.amount.is_rate and len(rates) > 1 and one.choice.key:
                in_clause = [s for s in results if s.clause == one.clause]
                listed = one.amount.of > 1
                why = "one of several rates" if not in_clause or listed else ""
                one.choice = Choice(why=why, options=() if listed else ("rate",), offered=bool(why))
            if is_cycles(one.amount):
                clause, span = self.clauses[one.clause], (one.amount.start, one.amount.end)
                used = any(a < span[1] and span[0] < b for a, b, _ in self.cycles)
                one.choice = choose_cycles(self.text, one.amount, clause, bool(results), used=used)
        self._named_again(seen)
        self._inherited(seen)

    def _named_again(self, seen: list[Seen]) -> None:
        """ "films of 5, 10 and 20 nm …; the 10 nm film": the second only names the sample."""
        listed: dict[tuple[str, float, str], Seen] = {}
        for one in seen:
            key = (one.choice.key, one.amount.value, one.amount.unit.lstrip("-"))
            if one.choice.key not in {"thickness", "cycles"}:
                continue
            if key in listed and one.amount.start in self.scene.tags and not one.amount.is_range:
                one.choice = Choice(offered=False)
            listed.setdefault(key, one)

    def _as_before(self, one: Seen, seen: list[Seen], *, later: bool = False) -> None:
        """ "70 % in the reference cell, while the coated one had 93 %": the same property again."""
        if one.keys and "temperature" in one.keys and later:
            return
        earlier = [
            s
            for s in seen
            if (s.amount.end <= one.amount.start) != later
            and s.choice.key in one.keys
            and not s.choice.key.startswith("anneal")
        ]
        gap = self.text[earlier[-1].amount.end : one.amount.start] if earlier else ";"
        if earlier and (";" not in gap or bracketed(self.text, self.start, one.amount.start)):
            one.choice = Choice(earlier[-1].choice.key, False, "as the value before it")

    def _choice(self, one: Seen, seen: list[Seen]) -> Choice:
        amount = one.amount
        if amount.is_rate and re.match(
            r"\s*(?:=|≡|corresponds|equals|is defined|refers|\(=)", self.text[amount.end : self.end]
        ):
            return Choice(offered=False)
        if not one.keys:
            unwanted = re.search(r"Hz|V/s|V s|sccm|^%$|^[AVNWs]$|rpm", amount.unit)
            return Choice(why="no property has this unit", offered=not unwanted)
        clause = self.clauses[one.clause][:2]
        others = [
            (s.amount.start, s.amount.end)
            for s in seen
            if s is not one and set(s.keys) & set(one.keys) and s.amount.group != amount.group
        ]
        span = (amount.start, amount.end)
        first = next((s.amount for s in seen if s.amount.group == amount.group), amount)
        if amount.of > 1:
            span = (first.start, max(s.amount.end for s in seen if s.amount.group == amount.group))
        choice = choose(self.text, span, clause, amount.unit, one.keys, others=others)
        whole = choose(
            self.text, span, (self.start, self.end), amount.unit, one.keys, others=others
        )
        if not choice.key and choice.offered and whole.key and "nothing nearby" in choice.why:
            choice = replace(whole, sure=False)
        if "nothing nearby" in choice.why:
            choice = by_the_subject(one.keys, self.text, self.start, self.end) or choice
        if choice.key.startswith("anneal") and BEFORE_IT.search(self.text[clause[0] : clause[1]]):
            return Choice(why="an anneal of something else than the film", options=(choice.key,))
        if _ROOM.match(amount.text) and not (choice.key and self._at_room(choice, amount)):
            return Choice(offered=False)
        said = self.text[clause[0] : clause[1]]
        if choice.key == "source_temperature" and not (
            _OF_SOURCE.search(said) or self.scene.precursor(span)[2]
        ):
            heated = ("source_temperature", "anneal_temperature", "temperature")
            return Choice(why="of something that is not named", options=heated)
        if choice.key == "time" and not re.search(
            r"puls|dos|purg|expos|soak", self.text[clause[0] : clause[1]], re.I
        ):
            return Choice(why="a time of something else")
        if (
            choice.key == "time"
            and re.search(r"^h$|^hours?$|^min", amount.unit)
            and amount.value >= (1 if amount.unit.startswith("h") else 10)
        ):
            return Choice(why="long for a step", options=("time",))
        if choice.key == "lifetime_hours" and amount.unit in {"s", "sec", "seconds"}:
            return Choice(why="short for a lifetime", options=("lifetime_hours",))
        plated = _AT_CAPACITY.search(self.text[clause[0] : amount.start])
        if (
            choice.key == "areal_capacity"
            and not plated
            and not any("current_density" in s.keys for s in seen)
        ):
            options = ("areal_capacity_delivered", "areal_capacity")
            return Choice(why="a condition, or what the cell gave", options=options)
        if choice.key == "ald_window" and not amount.is_range:
            return Choice(
                why="one end of a window", options=("deposition_temperature", "ald_window")
            )
        if choice.key == "voltage_window" and not amount.is_range:
            options = ("voltage_window", "stability_window")
            either = ("voltage_window", "stability_window")
            return Choice(why="one voltage is no window", options=either)
        if (
            choice.key == "stability_window"
            and not amount.is_range
            and not re.match(r"up to|above|[<>]", amount.text)
        ):
            return Choice(choice.key, False, choice.why)
        if choice.key in {"current_density", "specific_current"} and amount.of > 1:
            return Choice(why="one of several currents")
        return choice

    def _inherited(self, seen: list[Seen]) -> None:
        """A number without a unit behind one that has it: "121 mAh g−1, the pristine one 87"."""
        for one in seen:
            amount = one.amount
            if amount.unit:
                continue
            one.choice = unitless(self.text, self.start, amount.start)
            if one.choice.key or amount.is_range:
                continue
            earlier = [s for s in seen if s.amount.end < amount.start and s.choice.key in _RESULTS]
            if not earlier or amount.end - amount.start < 2:
                continue
            model = earlier[-1]
            gap = self.text[model.amount.end : amount.start]
            tail = self.text[amount.end : self.end]
            ends = re.match(r"\s*(?:[.,;)]|$|for |in the )", tail)
            if ends and ";" not in gap and len(gap) < 60 and self.scene.near(amount.start, gap):
                one.choice = Choice(
                    why="takes its unit from the value before", options=(model.choice.key,)
                )
                one.amount = replace(amount, lost=f"{amount.text} {model.amount.unit}")

    def _once(self, seen: list[Seen]) -> list[Seen]:
        """The same value in two units counts once: "0.52 eV (50 kJ mol−1)"."""
        kept: list[Seen] = []
        for one in seen:
            before = kept[-1] if kept else None
            if (
                before
                and before.choice.key
                and before.keys == one.keys
                and one.amount.unit != before.amount.unit
            ):
                gap = self.text[before.amount.end : one.amount.start]
                first, second = (reading(before.choice.key, s.amount.text) for s in (before, one))
                if (
                    re.fullmatch(r"\s*[(,=]\s*(?:or|i\.e\.,?|about|~)?\s*", gap)
                    and first
                    and second
                ):
                    a, b = first.low or first.high or 0.0, second.low or second.high or 0.0
                    if abs(a - b) <= 0.06 * max(abs(a), abs(b)):
                        continue
            kept.append(one)
        return kept

    # -- candidates ------------------------------------------------------------------------------
    def _candidates(self, one: Seen, seen: list[Seen]) -> list[Candidate]:
        amount, choice = one.amount, one.choice
        if not choice.offered or self._is_condition_of_conductivity(one, seen):
            return []
        printed = self.text[amount.start : amount.end]
        span = (amount.start, amount.end)
        asked = Candidate(printed, "ask", choice.why, span=span, options=choice.options)
        if any(key.endswith("conductivity") for key in one.keys):
            asked.conditions = self._measured_at(one, seen)
        if amount.lost:
            options = choice.options or ((choice.key,) if choice.key else one.keys)
            asked.options = options
            asked.confirm_as = amount.lost
            if not choice.why.startswith("takes"):
                asked.why = "the raised exponent may be lost"
            return [asked]
        if not choice.key:
            asked.confirm_as = amount.text if amount.text != printed else ""
            return [asked]
        value = reading(choice.key, amount.text)
        if value is None:
            asked.why, asked.options = "cannot be read as printed", (choice.key,)
            plain = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", amount.text)
            if reading(choice.key, plain):  # "10,000 h" is ten thousand, or ten to a thousandth
                asked.why, asked.confirm_as = "a comma of thousands, or of decimals", plain
            return [asked]
        made = []
        for ref, certain, why in self._records(one, seen):
            sure = choice.sure and certain and not amount.change
            candidate = Candidate(
                printed, "sure" if sure else "likely", "; ".join(w for w in (choice.why, why) if w),
                ref, choice.key, amount.text, value, span,
            )  # fmt: skip
            if choice.key in _RESULTS:
                candidate.at_cycle = at_cycle(one, self.text, self.clauses, self.cycles, self.seen)
                candidate.conditions = self._conditions(one, seen)
            if choice.key.endswith("conductivity"):
                candidate.conditions = self._measured_at(one, seen)
            made.append(candidate)
        return made

    def _records(self, one: Seen, seen: list[Seen]) -> list[tuple[str, bool, str]]:
        key = one.choice.key
        at = (one.amount.start, one.amount.end)
        if key in {"source_temperature", "vapor_pressure"}:
            return [self.scene.precursor(at)]
        if key == "time":
            return [self.scene.step(at)]
        alike = [s for s in seen if s.choice.key == key]
        if key in _CONDITIONS and key not in _RESULTS:
            leading = not any(
                s.choice.key in _RESULTS and s.amount.start < one.amount.start for s in seen
            )
            own = {s.clause for s in alike if s is not one}
            last = not any(
                s.choice.key in _RESULTS and s.clause == one.clause and s.amount.start > at[0]
                for s in seen
            )
            return self.scene.tests_of_condition(at, one.clause, leading, last, own)
        if key in _RESULTS:
            return [self.scene.test(one.amount, one.clause, [s.amount for s in alike])]
        return [self.scene.coating(one.amount, one.clause, [s.amount for s in alike])]

    def _at_room(self, choice: Choice, amount: Amount) -> bool:
        """A deposition is at room temperature where the words stand right beside each other."""
        before = self.text[self.start : amount.start]
        return choice.key != "deposition_temperature" or bool(_GROWN_AT.search(before[-60:]))

    def _conditions(self, one: Seen, seen: list[Seen]) -> dict[str, str]:
        """A rate belongs to one result where the sentence has several."""
        rates = [s for s in seen if s.amount.is_rate]
        if len({s.amount.text for s in rates}) < 2:
            return {}
        here = [s for s in rates if s.clause == one.clause and s.amount.of == 1]
        nearest = min(here, key=lambda s: abs(s.amount.start - one.amount.start), default=None)
        return {"rate": nearest.amount.text} if nearest else {}

    def _is_condition_of_conductivity(self, one: Seen, seen: list[Seen]) -> bool:
        begin, end, _ = self.clauses[one.clause]
        if "temperature" not in one.keys or one.choice.key == "source_temperature":
            return False
        conductive = [
            s
            for s in seen
            if s.clause == one.clause
            and (s.choice.key.endswith("conductivity") or "ionic_conductivity" in s.keys)
        ]
        grown = re.search(
            r"deposit|grown|growth", self.text[one.amount.start - 30 : one.amount.end + 12]
        )
        return bool(conductive) and not grown and bool(_CONDUCTIVITY.search(self.text, begin, end))

    def _measured_at(self, one: Seen, seen: list[Seen]) -> dict[str, str]:
        near = [
            s
            for s in seen
            if s.clause == one.clause and self._is_condition_of_conductivity(s, seen)
        ]
        nearest = min(near, key=lambda s: abs(s.amount.start - one.amount.end), default=None)
        return {"temperature": nearest.amount.text} if nearest else {}
