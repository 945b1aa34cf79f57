"""Running code, read as a specification: one tracer a framework, and all of them return the same thing.

Tracing imports and runs the code that it reads.
"""
