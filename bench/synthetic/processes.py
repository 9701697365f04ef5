"""The vocabulary, and for each material the processes that its precursors allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from coatings.actions import StepPattern, make_process
from coatings.models import Action, Material, Method, ProcessStep, Substrate
from documents.files import read_file
from documents.publishing import publish_vocabulary
from precursors.models import Precursor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

PER_MATERIAL = 10
# Which co-reactants bring an element into a film.
_BRINGS = {
    "O": ("h2o", "o3", "o2-plasma", "o2"),
    "N": ("nh3", "n2-plasma", "n2-h2"),
    "P": ("tmp", "tdmap", "depa"),
    "F": ("hf", "hfac", "tif4"),
    "C": ("co2",),
}
# Methods that most papers use come first; groups of methods are named by none.
_COMMON = ("XPS", "SEM", "EIS", "Cyc", "TEM", "XRD", "FE-SEM", "CV", "FTIR", "EDX", "QCM", "SE")
_GROUPS = ("Electrochemistry", "Microscopy", "Electron-microscopy", "Spectroscopy", "Vibrational")
_PLASMAS = {"o2-plasma", "n2-plasma"}


@dataclass(frozen=True)
class Recipe:
    """A process, and the steps whose times papers state: (step id, whether it doses a metal)."""

    process_id: int
    steps: tuple[tuple[int, bool], ...]


@dataclass(frozen=True)
class Vocabulary:
    """Rows of the vocabulary, the commonest first, with the recipes of each material."""

    materials: list[Material]
    substrates: list[Substrate]
    methods: list[Method]
    metals: list[Precursor]
    recipes: dict[int, list[Recipe]]


def publish(random: Random) -> Vocabulary:
    """Publish the real vocabulary by the product's own code and make processes from it."""
    for path in sorted((settings.FIXTURES_DIR / "vocabulary").glob("*.yaml")):
        publish_vocabulary(read_file(path).data)
    materials = list(Material.objects.order_by("pk"))
    precursors = {p.key: p for p in Precursor.objects.order_by("key")}
    recipes = {m.pk: _recipes(random, m, precursors) for m in materials}
    return Vocabulary(
        materials=materials,
        substrates=list(Substrate.objects.order_by("pk")),
        methods=sorted(Method.objects.exclude(key__in=_GROUPS), key=_commonness),
        metals=[p for p in precursors.values() if p.kind == "metal"],
        recipes=recipes,
    )


def _commonness(method: Method) -> tuple[int, str]:
    key = method.key
    return (_COMMON.index(key) if key in _COMMON else len(_COMMON), key)


def _recipes(random: Random, material: Material, known: dict[str, Precursor]) -> list[Recipe]:
    made: dict[int, Recipe] = {}
    for _ in range(PER_MATERIAL):
        process = make_process(material=material, steps=_steps(random, material, known))
        steps = ProcessStep.objects.filter(process=process).exclude(action=Action.SUBCYCLE)
        metals = set(steps.filter(precursors__kind="metal").values_list("pk", flat=True))
        numbers = steps.order_by("position").values_list("pk", flat=True)
        made[process.pk] = Recipe(process.pk, tuple((n, n in metals) for n in numbers))
    return list(made.values())


def _steps(
    random: Random, material: Material, known: dict[str, Precursor]
) -> Sequence[StepPattern]:
    """A half-cycle for each metal, each with a co-reactant (an organic one for a hybrid film)."""
    metals = [_metal(random, e, known) for e in material.elements]
    sources = [choice for choice in metals if choice] or [()]
    halves = [_half_cycle(random, material, choice, known) for choice in sources]
    extra = [e for e in material.elements if e in {"N", "P", "F"} and random.random() < 0.8]
    for element in extra:
        halves.append([*_dose(random, (random.choice(_BRINGS[element]),))])
    if len(halves) == 1:
        return halves[0]
    if random.random() < 0.3:
        repeats = [random.choice((1, 2, 4, None)) for _ in halves]
        return [
            StepPattern(Action.SUBCYCLE, repeat=repeat, steps=tuple(half))
            for repeat, half in zip(repeats, halves, strict=True)
        ]
    return [step for half in halves for step in half]


def _metal(random: Random, element: str, known: dict[str, Precursor]) -> tuple[str, ...]:
    """A precursor of a metal, now and then with an alternative to it."""
    found = [
        key
        for key, precursor in known.items()
        if precursor.kind == "metal"
        and element in precursor.elements
        and element not in {"C", "H", "O", "N", "F", "Cl", "Si", "P", "S"}
    ]
    if not found:
        return ()
    random.shuffle(found)
    return tuple(sorted(found[: 2 if random.random() < 0.1 else 1]))


def _half_cycle(
    random: Random, material: Material, metal: tuple[str, ...], known: dict[str, Precursor]
) -> list[StepPattern]:
    steps = _dose(random, metal) if metal else []
    organic = [key for key, p in known.items() if p.kind == "organic"]
    if material.material_class != "inorganic":
        steps += _dose(random, (random.choice(organic),))
        if not metal:
            steps += _dose(random, (random.choice(organic),))
        if "co2" in material.key:
            steps += [StepPattern(Action.DOSE, ("co2",), every=random.choice((1, 4, None)))]
        return steps
    return steps + _dose(random, (random.choice(_BRINGS["O"]),))


def _dose(random: Random, choices: tuple[str, ...]) -> list[StepPattern]:
    plasma = set(choices) & _PLASMAS and random.random() < 0.9
    action = Action.PLASMA if plasma else Action.DOSE
    return [StepPattern(action, choices), StepPattern(Action.PURGE)]
