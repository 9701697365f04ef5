"""Synthetic coatings of any number, made from the real vocabulary."""

from bench.synthetic.world import MOST_DRAWN, SEED, Size, World, fill, multiply, plan

__all__ = ["MOST_DRAWN", "SEED", "Size", "World", "fill", "multiply", "plan"]
