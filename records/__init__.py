"""What every kind of record shares: values, ids, read rows, deriving, lists, REST, pages."""
