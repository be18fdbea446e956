"""Papers about lateness: the report to the district head, and the citizen's file for the Ombudsman at the counter."""
