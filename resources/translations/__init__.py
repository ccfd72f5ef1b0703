"""Words of the screens in Vietnamese (Qt Linguist's .ts), read by ui/translation.py as they are."""
