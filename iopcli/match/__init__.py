"""Answers become needs, needs become plans, wishes put the plans in order."""
