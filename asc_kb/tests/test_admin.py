"""The administration site: every page of it opens, and nothing there writes."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

MODELS = [model for model in admin.site._registry if model._meta.app_label in settings.ROOMS]


@pytest.fixture
def administrator(db: None, client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("ada", password="x"))
    return client


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_list_opens_and_offers_no_way_to_write(administrator: Client, model: type) -> None:
    name = f"{model._meta.app_label}_{model._meta.model_name}"  # type: ignore[attr-defined]
    assert administrator.get(reverse(f"admin:{name}_changelist"), {"q": "x"}).status_code == 200
    assert administrator.get(reverse(f"admin:{name}_add")).status_code == 403
