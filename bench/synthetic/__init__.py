"""Synthetic coatings of any number, made from the real vocabulary."""

from bench.synthetic.world import SEED, Size, World, fill

__all__ = ["SEED", "Size", "World", "fill"]
