"""One address of every kind of page, over the review's data: for pictures and for browser tests."""

from __future__ import annotations

PAGE_KINDS = {
    "home": "/",
    "data": "/data/",
    "doubts": "/data/doubts/",
    "coatings": "/coatings/",
    "coatings-filtered": "/coatings/?q=alumina&role=anode&ordering=-year",
    "coatings-wrong": "/coatings/?thickness_max=blue&materiall=al2o3",
    "coatings-empty": "/coatings/?material=lif&substrate=graphite",
    "coating": "/coatings/ASC-C000001/",
    "coating-laminate": "/coatings/ASC-C000029/",
    "coating-measured": "/coatings/ASC-C000016/",
    "precursors": "/precursors/",
    "precursor": "/precursors/liotbu/",
    "precursor-unused": "/precursors/csotbu/",
    "materials": "/materials/",
    "material": "/materials/al2o3/",
    "processes": "/processes/",
    "process": "/processes/lipon-liotbu-h2o-tmp-n2-plasma/",
    "substrates": "/substrates/",
    "substrate": "/substrates/li-metal/",
    "methods": "/methods/",
    "method": "/methods/SEM/",
    "cycling": "/cycling/",
    "test": "/cycling/ASC-T000031/",
    "test-control": "/cycling/ASC-T000001/",
    "papers": "/papers/",
    "paper": "/papers/ASC-P000084/",
    "review": "/papers/ASC-P000001/",
    "compare": "/compare/?id=ASC-C000001&id=ASC-C000028&id=ASC-C000029&id=ASC-C000035",
    "compare-tests": "/compare/?id=ASC-T000029&id=ASC-T000039&id=ASC-T000019",
    "compare-search": "/compare/?add=alumina",
    "compare-empty": "/compare/",
    "compare-wrong": "/compare/?id=ASC-C000001&id=ASC-C1&id=ASC-C000999",
    "not-found": "/coatings/ASC-C999999/",
}

STATUS = {"coatings-wrong": 400, "compare-wrong": 400, "not-found": 404}
    "explore": "/explore/",
    "explore-tests": "/explore/?of=tests&x=c_rate&y=half_cycle_time&by=substrate&y_scale=log",
    "explore-empty": "/explore/?x=thickness&y=ionic_conductivity",
    "explore-wrong": "/explore/?x=thicknes&materiall=al2o3&x_from=blue",
    "explore-retention": "/explore/retention/",
    "explore-films": "/explore/films/",
    "explore-chemistry": "/explore/chemistry/",
    "explore-timeline": "/explore/timeline/?by=substrate",
    "recipes": "/recipes/",
    "recipes-shelf": "/recipes/?precursor=tma&precursor=h2o&precursor=li-hmds&precursor=eg"
    "&source_max=160&substrate_max=250",
    "recipes-wrong": "/recipes/?precursor=tmaa&source_max=hot",
    "not-found": "/coatings/ASC-C999999/",
}

STATUS = {
    "coatings-wrong": 400,
    "explore-wrong": 400,
    "recipes-wrong": 400,
    "not-found": 404,
}
"""What a kind of page answers with, where that is not 200."""
