"""What a paper document says of precursors: its entries, their check, and to rows and back."""
