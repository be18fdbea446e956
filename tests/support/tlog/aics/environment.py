"""An environment of its own for the C2SP tools aics-tlog and aics-witness, which need Python 3.12 or newer.

`python -m tests.support.tlog.aics.environment` makes it, once, if such an interpreter is found; `make test` calls it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[4]
FOLDER = ROOT / ".venv-aics"
REQUIREMENTS = Path(__file__).parent / "requirements.txt"
MISSING = (
    "aics-tlog and aics-witness are not tried: they need Python 3.12 or newer in an environment of their own. "
    "With such an interpreter on this machine, `make .venv-aics/.made` prepares it."
)
_NAMES = tuple(f"python3.{minor}" for minor in (14, 13, 12))


def python() -> Path | None:
    """The environment's interpreter, if it was made."""
    found = FOLDER / "bin" / "python"
    return found if (FOLDER / ".made").exists() and found.exists() else None


def interpreter() -> Path | None:
    """An interpreter that is new enough: $KENTONGAN_PYTHON312, on the path, or of pyenv."""
    named = os.environ.get("KENTONGAN_PYTHON312")
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    found = [*filter(None, [named, *map(shutil.which, _NAMES)]), *sorted(pyenv.glob("3.1[2-9]*/bin/python3"))]
    return next((Path(one) for one in found if _is_new_enough(Path(one))), None)


def make() -> int:
    """Make it; says what it did, and never stops the tests."""
    if python() is not None:
        return 0
    found = interpreter()
    if found is None:
        sys.stdout.write(f"{MISSING}\n")
        return 0
    uv = Path(sys.executable).parent / "uv"
    target = FOLDER / "bin" / "python"
    steps = (
        [uv, "venv", "--quiet", "--clear", "--python", found, FOLDER],
        [uv, "pip", "install", "--quiet", "--python", target, "--require-hashes", "-r", REQUIREMENTS],
    )
    for step in steps:
        if subprocess.run(step).returncode:
            sys.stdout.write(f"{MISSING} (it could not be made with {found})\n")
            return 0
    (FOLDER / ".made").touch()
    return 0


def _is_new_enough(path: Path) -> bool:
    asked = "import sys; sys.exit(sys.version_info < (3, 12))"
    try:
        return subprocess.run([path, "-c", asked], capture_output=True).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(make())
