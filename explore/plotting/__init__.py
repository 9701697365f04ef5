"""Any property of coatings or of cycling tests against any other."""
