"""What students really hand in, one module for each kind; each has CASES, by student."""
