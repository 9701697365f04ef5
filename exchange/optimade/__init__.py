"""OPTIMADE v1.2: the coatings and their references in the form that materials databases share.

A film is no crystal, so that there are no ``structures``; coatings are a type of their own,
``_asc_coatings``. ``properties`` says what an entry has, ``grammar`` reads a filter, ``compiling``
turns it into a question to the database, ``entries`` puts rows into their form, ``answers`` wraps
them and ``views`` serves them.
"""
