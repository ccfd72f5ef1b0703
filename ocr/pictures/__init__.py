"""Foreign files to page pictures: which bytes are kept, hashed and sent as the picture of a page.

`opening.open_pictures` is the door; it runs in a worker process. Nothing is imported here, so that the parent, which
needs only `limits`, does not load PDF libraries. Knows nothing of reading; imports neither OpenCV nor numpy.
"""
