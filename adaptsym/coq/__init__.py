"""Coq as the second kernel."""
