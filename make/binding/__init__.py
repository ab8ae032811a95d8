"""The built site as one book: its pages in order, as one archive, as print."""
