"""The index of a list: what its records say, in blocks, so that filters, text, facets, histograms
and exact counts are answered in memory.

A block is made from the read rows of one stretch of ids in the background and never changed; a
later one takes its place. Every write that changes what is held notes the record by trigger, in its
own transaction. Whoever asks takes the blocks without the records noted since, and reads those into
a block of their own: exact at any moment, whatever waits to be folded. Nobody who writes waits for
anybody. A list without blocks is read whole, once for each version of the data.
"""
