#!/usr/bin/env bash
# Gradescope runs this for each submission, in /autograder.
set -euo pipefail
cd "$(dirname "$0")"
exec venv/bin/python source/grade_submission.py
