"""Review: the queue, what differs from what is public, remarks, marks, decisions, history."""
