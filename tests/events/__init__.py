"""Tests of events, in a package so that its files may be called as in other rooms."""
