"""``python deploy/probe.py /readyz``: exit status 0 when this container's web server says 200."""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request


def main() -> int:
    address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}{sys.argv[1]}"
    try:
        with urllib.request.urlopen(address, timeout=4) as response:
            return 0 if response.status == 200 else 1
    except urllib.error.HTTPError as error:
        sys.stderr.write(f"{error.code} {error.read().decode(errors='replace')}\n")
    except OSError as error:
        sys.stderr.write(f"{address} does not answer: {error}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
