"""Programs: a specification lowered to straight lines, and run by NumPy, by Numba, or by SymPy's `lambdify`."""
