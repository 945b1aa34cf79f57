r"""The loss, its gradient, and gradient descent."""

from adaptsym.claims import claim
from adaptsym.notation import (
    discrepancy,
    eta,
    g,
    grad,
    i,
    loss,
    model,
    samples,
    t,
    term,
    theta,
    total,
    x,
    y,
)
from adaptsym.spec import optimizer
from adaptsym.term import Apply

loss_definition = Apply(loss, (theta[t],)) == term(1) / samples * total(
    Apply(discrepancy, (Apply(model, (x[i],), (theta[t],)), y[i])), i, 1, samples
)

gradient_descent = optimizer(
    "gradient_descent",
    g[t] == grad(theta[t]),
    theta[t + 1] == theta[t] - eta * g[t],
    source="Cauchy, Methode generale pour la resolution des systemes d'equations simultanees, 1847",
    claims=(claim("parameter from the start", theta[t + 1] == theta[1] - eta * total(g[i], i, 1, t), since=0),),
)
