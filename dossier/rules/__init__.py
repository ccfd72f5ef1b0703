"""Rules of Vietnamese papers (domain.md §3): pure functions over text, without any picture, store or screen."""
