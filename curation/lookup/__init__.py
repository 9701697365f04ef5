"""What entry asks others: Crossref for a citation, the parser for a reading, the vocabulary for a
word, a structure for its formula. Nothing here writes."""
