"""Tables of a page: ruled grids and aligned columns to cells."""
