"""Sample dossiers of our own making and the program that draws them; knows nothing of readers, screens or the cache."""
