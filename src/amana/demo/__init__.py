"""A fictional country with a fictional war, to try everything in.

Talmera, its regions, its parties and all its people are invented, and every
page of the demo says so. What runs is the real thing: the same page, hub and
desk, fed through the same doors.
"""
