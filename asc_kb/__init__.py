"""Assembles the rooms of the knowledge base; holds no domain of its own."""
