"""PyTorch optimizers from specifications (extra ``torch``).

    from adaptsym.torch import optimizer

    Adam = optimizer("adam-outside")
    opt = Adam(model.parameters(), lr=1e-3)          # a torch.optim.Optimizer

Its equations are those of the specification. Parameter groups, closures, learning-rate schedulers, GradScaler and
state_dict work as with torch's own classes; where a class of torch's keeps the same states (`adam-outside` is
torch.optim.Adam, for one), each reads the other's state_dict.
"""

from adaptsym.torch.optimizer import optimizer

__all__ = ["optimizer"]
