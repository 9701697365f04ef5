"""Addresses of the pages of coatings and of the words they are described with."""

from __future__ import annotations

from django.urls import path

from coatings import views

urlpatterns = [
    path("coatings/", views.coatings, name="coatings"),
    path("coatings/<str:public_id>/", views.coating, name="coating"),
    path("materials/", views.materials, name="materials"),
    path("materials/<slug:key>/", views.material, name="material"),
    path("processes/", views.processes, name="processes"),
    path("processes/<slug:key>/", views.process, name="process"),
    path("substrates/", views.substrates, name="substrates"),
    path("substrates/<slug:key>/", views.substrate, name="substrate"),
    path("methods/", views.methods, name="methods"),
    path("methods/<slug:key>/", views.method, name="method"),
]
