"""Many cells in one plot: retention beside controls, and curves of any recorded tests."""
