"""The science of the knowledge base: plain Python, no Django.

Quantities as papers print them, chemical formulas, and every derived property as a pure function
with its unit, its source and its version.
"""
