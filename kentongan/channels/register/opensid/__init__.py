"""Taking over what villagers reported in OpenSID: from its SQL dump, or from its live MariaDB, read-only."""
