"""What the words of a chemical name promise of its formula."""

from __future__ import annotations

import re
from functools import lru_cache

from science.composition import element_names

# Stems in which a name hides its elements; whole names of elements are found by themselves.
_STEMS = {
    "Li": "lithi",
    "Na": "sodi(?:um|ate)|natri",
    "Al": "alumin|aluc(?:one)?",
    "Ti": "titan",
    "Zn": "zincon|zincat",
    "Zr": "zirconi|zirconat|zircone",
    "Hf": "hafni|hafnat",
    "Si": "silic(?!one)|sil(?:an|yl|ox|az)",
    "Ge": "german(?:i|at|e)",
    "Sn": "stann",
    "Pb": "plumb",
    "Fe": "ferr(?:ic|ous|ate|ite|o)",
    "Cu": "cupr",
    "Ag": "argent",
    "Au": "aur(?:ic|ous|ate)",
    "W": "tungst",
    "Mo": "molybd",
    "V": "vanad",
    "Nb": "niob",
    "Ta": "tantal(?!ise)",
    "Cr": "chrom(?:i|a[tl])",
    "Mn": "mangan",
    "Sb": "antimon|stib",
    "As": "arsen|arsin",
    "Ce": "ceria",
    "Y": "yttri",
    "Mg": "magnesi",
    "La": "lanthan",
    "B": "borat|borid|boran|borohyd|boron|borazin",
    "C": "carb(?:on|id|ox|am|yl)|cyanid|methyl|ethyl|propyl|butyl|phenyl|acet|oxalat|tartrat",
    "N": "nitr(?:ide|ate|ite|ogen|il|o)|(?<!l)ami(?:d|n)|imid|azid|azol|urea|ammoni",
    "O": "oxid|oxo|hydrox|alkox|carbonate|phosphate|silicat|aluminat|titanat|borate|sul(?:f|ph)ate"
    "|nitr(?:ate|ite)|water|ozone|oxynitrid|oxalat|acetat|tartrat|(?:but|prop|eth|meth)oxide",
    "F": "fluor",
    "P": "phosph",
    "S": "sul(?:f|ph)|(?<!li)thio",
    "Cl": "chlor(?:id|at|it|in|o)",
    "Br": "brom(?:id|at|in|o)",
    "I": "iod(?:id|at|in|o)",
    "Se": "selen(?:i|o|at)",
    "Te": "tellur",
    "H": "hydrid|hydrogen|hydrox",
}
# Whole names of elements that also stand inside other words (gelatin, ytterbium, environment).
_STANDING_ALONE = frozenset({"tin", "lead", "iron", "gold", "neon", "argon", "erbium", "terbium"})
_SPELLINGS = {"Al": "aluminum", "Cs": "cesium", "S": "sulphur"}
# These hold no oxygen, or need none, whatever their last syllable says.
_WITHOUT_OXYGEN = (
    "hexafluorophosphate",
    "tetrafluoroborate",
    "tetrathiophosphate",
    "thiophosphate",
    "thioborate",
    "thiosilicate",
    "trithiocarbonate",
    "hexafluorosilicate",
    "hexafluorotitanate",
    "fluoroaluminate",
    "chloroaluminate",
    "tetraphenylborate",
    "tetracyanoborate",
    "dodecaborate",
    "decaborate",
)
_STRIPPED = re.compile(
    r"[\w()]+(?:\s+|-|–)(?:doped|free|coated|deficient|poor|modified|capped|terminated)\b"
    r"(?:\s+(?:with|by|of)\s+\w+)?"
)


def promised_elements(name: str) -> dict[str, str]:
    """Elements that a name promises, each with the word that does.

    What is called doped, coated, free or poor of something need not hold it in its formula.
    """
    lower = _STRIPPED.sub(" ", name.lower())
    oxygen_free = lower
    for word in _WITHOUT_OXYGEN:
        oxygen_free = oxygen_free.replace(word, word[:-3])  # "phosph", "bor" without their "ate"
    found: dict[str, str] = {}
    for element, pattern in _patterns():
        match = pattern.search(oxygen_free if element == "O" else lower)
        if match:
            found[element] = match.group()
    return found


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    patterns: dict[str, list[str]] = {element: [stem] for element, stem in _STEMS.items()}
    for element, name in element_names().items():
        for spelling in filter(None, (name.lower(), _SPELLINGS.get(element))):
            alone = spelling in _STANDING_ALONE
            word = rf"(?:(?<![a-z])|yl){spelling}(?![a-z])" if alone else spelling
            patterns.setdefault(element, []).append(word)
    return tuple((element, re.compile("|".join(words))) for element, words in patterns.items())
