"""Publishing: one checked document becomes rows, in one transaction."""

from documents.publishing.publish import Published, on_record, publish_paper
from documents.publishing.vocabulary import publish_vocabulary

__all__ = ["Published", "on_record", "publish_paper", "publish_vocabulary"]
