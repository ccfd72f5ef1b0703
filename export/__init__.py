"""What is handed on to others: archival files, packages, sheets. Knows no screen, no database and no network."""
