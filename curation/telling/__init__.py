"""People are told what concerns them: on a page, and by mail where mail is configured."""
