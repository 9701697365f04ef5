"""Keeping it running: probes, metrics, system checks, preparing, backup and restore."""
