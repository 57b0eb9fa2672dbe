import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_benchmark_prints_both_tables_and_rejects_no_right_gradient():
    sizes = ["--right", "42", "--wrong", "42", "--large", "4", "--only", "goals"]
    command = [sys.executable, "-m", "benchmarks.gradcheck", *sizes]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    goals = [line.split(" | ") for line in run.stdout.splitlines() if line.startswith("| ")]
    measured = {row[0].removeprefix("| ").strip(): row[-1] for row in goals}
    rejected = next(
        value for name, value in measured.items() if name.startswith("right gradients rejected, float64")
    )
    assert rejected == "0 of 42 |"
    assert measured["inconclusive, float64"].startswith("0 %")
