"""The language of the papers: which syllable with which marks stands here. Knows words as read, no picture, no file."""
