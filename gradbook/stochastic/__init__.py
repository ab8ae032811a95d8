"""Stochastic gradient descent on batches: networks of `gradbook.mlp` with the head "softmax"."""

from gradbook.stochastic.accumulation import accumulate
from gradbook.stochastic.needed import steps_to_loss
from gradbook.stochastic.steps import by_autograd, by_hand, epoch, minibatches, sgd_step
from gradbook.stochastic.training import Record, accuracy, predict, train

__all__ = [
    "Record",
    "accumulate",
    "accuracy",
    "by_autograd",
    "by_hand",
    "epoch",
    "minibatches",
    "predict",
    "sgd_step",
    "steps_to_loss",
    "train",
]
