"""What whoever teaches wrote: course.yaml as typed, frozen objects, the folders, the source of an assignment, misconceptions.

Used by every room that grades, builds or reports. Imports from `vocabulary`.
"""
