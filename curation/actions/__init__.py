"""Every write of the curation room: keyword-only, atomic."""

from curation.actions.duplicates import merge
from curation.actions.review import (
    answer_flag,
    assign,
    mark_section,
    remark,
    settle_remark,
)
from curation.actions.submissions import (
    LostUpdate,
    create_submission,
    merge_with_public,
    restore_version,
    save_submission,
)
from curation.actions.workflow import (
    NotReady,
    Outdated,
    approve,
    approve_unseen,
    recall,
    return_submission,
    submit,
    withdraw,
)

__all__ = [
    "LostUpdate",
    "NotReady",
    "Outdated",
    "answer_flag",
    "approve",
    "approve_unseen",
    "assign",
    "create_submission",
    "mark_section",
    "merge",
    "merge_with_public",
    "recall",
    "remark",
    "restore_version",
    "return_submission",
    "save_submission",
    "settle_remark",
    "submit",
    "withdraw",
]
