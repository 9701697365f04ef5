"""What is known of one film, electrode or precursor over all papers."""
