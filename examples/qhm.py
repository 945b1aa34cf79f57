from adaptsym import optimizer
from adaptsym.notation import UNIT, eta, g, grad, hyperparameter, s, t, theta

beta = hyperparameter("beta", r"\beta", UNIT, "decay of the first moment")
nu = hyperparameter("nu", r"\nu", UNIT, "weight of the first moment")
qhm = optimizer(
    "qhm",
    s[0] == 0,
    g[t] == grad(theta[t]),
    s[t] == beta * s[t - 1] + (1 - beta) * g[t],
    theta[t + 1] == theta[t] - eta * ((1 - nu) * g[t] + nu * s[t]),
    beta == "0.999",
    nu == "0.7",
    source="Ma and Yarats, Quasi-hyperbolic momentum and Adam for deep learning, 2019",
)
