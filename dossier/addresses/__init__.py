"""Administrative units before and since 1 July 2025, and addresses as papers print them. The table is handed in."""
