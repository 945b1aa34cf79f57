"""Plain Python and NumPy code, read as a specification: functions, classes with hidden state, closures.

>>> def descend(w, dw, v, lr=0.1, mu=0.9):
...     v = mu * v - lr * dw
...     return w + v, v
>>> print(trace_python(descend, target="descend").spec)
descend:
  eta == 1/10
  gamma == 9/10
  v[0] == 0
  g[t] == grad(theta[t])
  v[t] == gamma*v[t - 1] - eta*g[t]
  theta[t + 1] == theta[t] + v[t]
"""

from adaptsym.trace.numpy.tracer import trace_class, trace_function, trace_python

__all__ = ["trace_class", "trace_function", "trace_python"]
