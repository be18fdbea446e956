"""The only writers of cases: one verb per function, a file per part of the life (intake, verification, …)."""
