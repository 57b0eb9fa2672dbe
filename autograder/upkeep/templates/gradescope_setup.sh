#!/usr/bin/env bash
# Gradescope runs this once, when the image is built.
set -euo pipefail
cd "$(dirname "$0")"
if ! python3 -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))'; then
    apt-get update -qq
    apt-get install -qq --yes python3 python3-venv
fi
python3 -m venv ../venv
../venv/bin/python -m pip install --quiet engine/*.whl
