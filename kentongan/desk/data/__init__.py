"""Personal data at the desk (UU 27/2022): requests, how long contents are kept, what was processed, breaches."""
