"""The worklist: many papers at once, from lists of DOIs and exports of reference managers."""
