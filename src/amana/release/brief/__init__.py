"""The brief engine: from claims and an outline to one document, told as HTML, PDF and JSON.

No database, no network, no file but those it is given. `outline` is what an
editor writes, `compose` joins it to the claims, `document` is the result, and
`html`, `pdf` and `data` each tell it in one format.
"""
