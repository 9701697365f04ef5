"""How machines find what is here: signposts on pages, short addresses, site map, feed."""
