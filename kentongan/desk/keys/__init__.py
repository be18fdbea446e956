"""The officer's own key at the desk: making, opening, recovering, replacing it (`vault.holders`, `vault.unlocking`)."""
