"""Pages to look at: the workflow of the guide, a product page with the subscription form, and what is behind it.

They are plain HTML; only the form, which is the reference for a front end, needs a script. They stand around the
sandbox, not in it: what they ask is in no journal, and no fault strikes them.
"""
