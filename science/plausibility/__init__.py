"""Flags with a reason, never a rejection: a reviewer confirms or explains each."""
