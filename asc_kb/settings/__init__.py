"""Settings: ``base`` for all, then ``development`` (default), ``test`` and ``production``."""
