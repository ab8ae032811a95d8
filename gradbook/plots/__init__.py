"""The figures of the book, one module for each of its parts, or for each chapter of one."""
