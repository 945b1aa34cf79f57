"""Truth: the kernel, its rules, certificates, and the search that finds proofs and witnesses."""
