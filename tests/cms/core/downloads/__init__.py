"""Tests of the files that the worker makes."""
