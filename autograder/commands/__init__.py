"""The front door: the command line, one short function per command.

Used by people and by CI. Imports from every room.
"""
