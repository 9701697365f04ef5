# %% [markdown]
# # How closely films follow a natural SEI, year by year
#
# The plot that the explore page (`/explore/`) opens with, from the same data: the mimicry level of
# every coating against the year of its paper, coloured by the class of the film. The area of a
# mark is the number of coatings there.
#
# `ASC_KB_URL=http://127.0.0.1:8000 python mimicry.py mimicry.png`

# %%
from __future__ import annotations

import sys

import matplotlib.pyplot as plt

from asc_kb_client import Client

LEVEL = "mimicry_level"

# %% One table of every coating that has a level, in one request
kb = Client()
films = kb.coatings(has=LEVEL, fields=["id", "material", "paper", LEVEL]).to_pandas()
print(f"{len(films)} coatings, data version {films.attrs['data_version']}")

# %% How many there are of each class, in each year, at each level
films["level"] = films[[f"{LEVEL} low", f"{LEVEL} high"]].mean(axis="columns")
counts = films.groupby(["material class", "paper year", "level"]).size().reset_index(name="films")
print(counts.to_string(index=False))

# %% Classes beside each other, where several share a year and a level
figure, axes = plt.subplots(figsize=(8, 4.5))
shift = {"inorganic": -0.2, "hybrid": 0.0, "organic": 0.2}
for word, group in counts.groupby("material class"):
    years = group["paper year"].astype(float) + shift[str(word)]
    axes.scatter(years, group["level"], s=40 * group["films"], alpha=0.75, label=str(word))
axes.set(xlabel="Year of the paper", ylabel="Mimicry level", yticks=range(5))
axes.legend(title="Class of the film", markerscale=0.6)
axes.grid(alpha=0.3)

# %%
if len(sys.argv) > 1:
    figure.savefig(sys.argv[1], dpi=150, bbox_inches="tight")
