"""A paper as a workbook: the template goes down, a filled one comes up and becomes a document."""
