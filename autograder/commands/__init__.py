"""The street door: the command line, one short function a command.

Used by people and by CI. Imports from every room.
"""
