"""Grading a class: the answers run in processes that know no solution, the marks are made in another one.

Empty on purpose: both sides import from here, and the side that runs answers must not bring the solutions along.
"""
