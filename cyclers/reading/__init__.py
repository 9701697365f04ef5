"""What a cycler's file says, as one table on one definition. Plain Python, no Django.

:func:`cyclers.reading.read.read_file` is the way in: a child process with limits reads the file,
so that nothing a file holds can hurt whoever asks.
"""
