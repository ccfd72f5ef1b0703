"""Quét và nạp tệp: paper and files become pages of dossiers."""
