"""Results in other programs' formats, one file per format; `register` has a line for each.

A format is a module with a function ``write(results, out, context)``, which takes an iterable of results, a binary file and an
`ExportContext`. The results are what students may see unless staff asked for everything.
"""
