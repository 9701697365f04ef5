"""Alerts and the dashboard ask for what ``/metrics`` tells, and it tells what is so."""

from __future__ import annotations

import json
import os
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import OperationalError
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from ruamel.yaml import YAML

from asc_kb.operations import metrics
from asc_kb.settings.environment import BASE_DIR
from coatings.models import CoatingRead
from documents.publishing import publish_paper, publish_vocabulary
from documents.tests.documents import VOCABULARY, paper

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

pytestmark = pytest.mark.django_db
ALERTS = BASE_DIR / "deploy" / "prometheus" / "alerts.yml"
DASHBOARD = BASE_DIR / "deploy" / "grafana" / "asc-kb.json"


@pytest.fixture
def told(client: Client, settings: Any, tmp_path: Path) -> dict[tuple[str, str], float]:
    settings.DATA_DIR = tmp_path
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "asc-20200101T000000Z.backup").touch()
    os.utime(tmp_path / "backups" / "asc-20200101T000000Z.backup", (1.6e9, 1.6e9))
    tried = {"when": "2020-09-13T12:26:40+00:00", "problem": "no table", "file": "", "seconds": 1}
    (tmp_path / "backups" / "tried.json").write_text(json.dumps(tried))
    publish_vocabulary(VOCABULARY)
    publish_paper(paper())
    hour_ago = timezone.now() - timedelta(hours=1)
    CoatingRead.objects.update(stale_since=hour_ago)
    client.get("/healthz")
    text = client.get("/metrics").content.decode()
    return {
        (sample.name, sample.labels.get("kind", "")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_what_waits_and_what_is_kept_is_told(told: dict[tuple[str, str], float]) -> None:
    assert told["asc_kb_database_up", ""] == 1
    assert told["asc_kb_records_waiting", "coating"] == CoatingRead.objects.count() == 2
    assert told["asc_kb_records_waiting_seconds", "coating"] == pytest.approx(3600, abs=60)
    assert told["asc_kb_submissions_waiting", ""] == 0
    assert told["asc_kb_backup_timestamp_seconds", ""] == 1.6e9
    assert told["asc_kb_backup_tried_timestamp_seconds", ""] == 1.6e9
    assert told["asc_kb_backup_gives_back", ""] == 0
    assert told["asc_kb_data_folder_free_bytes", ""] > 0


@pytest.mark.usefixtures("told")
def test_alerts_and_dashboard_ask_for_nothing_else(client: Client) -> None:
    known = re.findall(r"^# TYPE (\w+)", client.get("/metrics").content.decode(), re.MULTILINE)
    rules = YAML(typ="safe").load(ALERTS.read_text())["groups"][0]["rules"]
    panels = json.loads(DASHBOARD.read_text())["panels"]
    asked = [rule["expr"] for rule in rules]
    asked += [target["expr"] for panel in panels for target in panel["targets"]]
    names = {name for text in asked for name in re.findall(r"\b(?:asc_kb|django)_\w+", text)}
    assert {name.removesuffix("_bucket") for name in names} <= set(known)
    assert all(rule["annotations"].keys() == {"summary", "action"} for rule in rules)


def test_without_the_database_that_is_told_and_the_rest_stays(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> Any:
        raise OperationalError("no such server")
        yield

    monkeypatch.setattr(metrics, "_of_the_database", refused)
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert b"asc_kb_database_up 0.0" in answer.content
    assert b"asc_kb_records_waiting" not in answer.content
