# SPDX-License-Identifier: GPL-3.0-or-later
"""A program of its own: a BioLogic .mpr file in, a table out (``mpr_table.py FILE OUT``).

It uses galvani (GPL-3.0-or-later), which is why it runs in a process of its own, why it alone is
under that licence, and why it shares no code with the rest. OUT is a ``.npy`` file, a row for each
record under the names that galvani gives; standard output is what is known besides, as JSON.
"""

import json
import sys

import galvani
import numpy as np
from galvani import BioLogic


def main(path: str, out: str) -> int:
    try:
        file = BioLogic.MPRfile(path)
    except NotImplementedError as error:
        print(json.dumps({"unknown": str(error)}))
        return 0
    except Exception as error:
        print(json.dumps({"damaged": f"{type(error).__name__}: {error}".split("\n")[0][:200]}))
        return 0
    np.save(out, file.data, allow_pickle=False)
    print(json.dumps({"galvani": getattr(galvani, "__version__", ""), "rows": len(file.data)}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
