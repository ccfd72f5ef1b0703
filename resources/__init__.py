"""Data and its loaders: document types, catalogues, wording, icons, sample dossiers."""
