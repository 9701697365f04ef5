"""What every answer of REST and OPTIMADE shares on the way out: limits, compression, errors."""
