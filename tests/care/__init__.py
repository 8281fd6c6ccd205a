"""Tests of care, in a package so that its files may be called as in other rooms."""
