"""Every printed value on record, one row each, and every coated test beside its control."""
