"""Accounts: signing up by oneself or by invitation, roles, tokens for scripts."""
