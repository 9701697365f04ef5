"""``python -m asc_kb.embedded.watch DATA_DIR``: stops a server that nobody holds any more.

Started beside a leased server. It waits for the exclusive lock on the lease, which the kernel
gives only when every holder has ended, even one that was killed and could not stop the server.
"""

from __future__ import annotations

import fcntl
import sys
from pathlib import Path

from asc_kb.embedded.postgres import Server


def main(data_dir: Path) -> None:
    server = Server(data_dir)
    try:
        with (server.cluster.run / "postgres.lease").open("a") as lease:
            fcntl.flock(lease, fcntl.LOCK_EX)
    except OSError:  # the data folder is gone, and with it the reason to run
        server.stop()
        return
    server.stop_if_unheld()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
