"""The kernel: what is trusted of a proof. It replays stored steps and contains no search, and no SymPy.

A proof is data (`objects`); `check` accepts or refuses it; `certificate` stores it as JSON. Everything that
finds proofs is in `adaptsym.proof`, and nothing here imports it.
"""
