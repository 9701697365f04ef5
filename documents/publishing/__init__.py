"""Publishing: one checked document becomes rows, in one transaction."""

from documents.publishing.publish import Published, publish_paper, words_of_database
from documents.publishing.vocabulary import publish_vocabulary

__all__ = ["Published", "publish_paper", "publish_vocabulary", "words_of_database"]
