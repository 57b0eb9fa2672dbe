"""What everybody speaks: outcomes and results, the tree of errors, small words that messages share.

Used by every room. Imports nothing of ours.
"""
