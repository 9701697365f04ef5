"""Addresses of the pages of coatings and of the words they are described with."""

from __future__ import annotations

from django.urls import path

from coatings import views

urlpatterns = [
    path("coatings/", views.coatings, name="coatings"),
    path("coatings/facets/<slug:facet>/", views.coatings, name="coatings-facet"),
    path("coatings/<str:public_id>/", views.coating, name="coating"),
    path("materials/", views.materials, name="materials"),
    path("materials/facets/<slug:facet>/", views.materials, name="materials-facet"),
    path("materials/<slug:key>/", views.material, name="material"),
    path("processes/", views.processes, name="processes"),
    path("processes/facets/<slug:facet>/", views.processes, name="processes-facet"),
    path("processes/<slug:key>/", views.process, name="process"),
    path("substrates/", views.substrates, name="substrates"),
    path("substrates/facets/<slug:facet>/", views.substrates, name="substrates-facet"),
    path("substrates/<slug:key>/", views.substrate, name="substrate"),
    path("methods/", views.methods, name="methods"),
    path("methods/facets/<slug:facet>/", views.methods, name="methods-facet"),
    path("methods/<slug:key>/", views.method, name="method"),
]
