"""Rules of Vietnamese papers: pure functions over text, without any picture, store or screen."""
