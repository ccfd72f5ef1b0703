"""From a page picture to words, document type and field candidates. Knows no Qt, no database and no network."""
