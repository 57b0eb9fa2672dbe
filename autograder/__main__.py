"""`python -m autograder` is the same as `autograder`."""

from autograder.commands.cli import main

if __name__ == "__main__":
    main()
