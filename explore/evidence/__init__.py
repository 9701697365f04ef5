"""What the whole field says: every coated cell beside its control, as one forest plot."""
