#!/usr/bin/env bash
# Gradescope runs this for each submission, in /autograder.
set -euo pipefail
cd "$(dirname "$0")"
if [ -f source/secret ]; then
    AUTOGRADER_SECRET="$(cat source/secret)"
    export AUTOGRADER_SECRET
fi
exec venv/bin/python source/grade_submission.py
