"""Working through the desk's pile: several cases at once, handing over, duplicates, the calendar of what is due."""
