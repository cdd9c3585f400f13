"""`verify` and `demo`: the guide's testing section as one run, or another scenario, with evidence and clean-up.

`runner` plays a scenario step by step, `steps` says which function plays which step, `clean_up` takes back what a run
left, in this process or long after it, `resume` goes on where a run stopped.
"""
