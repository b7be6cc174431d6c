"""What a certificate is: load, read, chain, trust evaluation, pins. Pure: bytes in, values out."""
