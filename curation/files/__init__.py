"""Cycler files of a draft: uploaded, looked at, put into a test."""
