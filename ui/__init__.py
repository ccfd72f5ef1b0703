"""Screens and widgets. Besides desktop/ the only place that knows Qt; knows no SQL, no HTTP and no readers."""
