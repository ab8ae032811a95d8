"""scikit-learn's digits: what is loaded, how it is scaled, how it is split."""

import sys

import pytest
import torch
from sklearn.datasets import load_digits

from gradbook import digits


@pytest.fixture(scope="module")
def data():
    return digits.load()


def test_there_are_1437_training_and_360_test_images_of_64_pixels(data):
    # scikit-learn's page on the data: 1,797 samples of 8 × 8.
    assert data.train_images.shape == (1437, 64)
    assert data.test_images.shape == (360, 64)
    assert data.train_labels.shape == (1437,)
    assert data.test_labels.shape == (360,)


def test_pixels_are_scaled_from_0_16_to_0_1(data):
    assert data.train_images.min() == 0
    assert data.train_images.max() == 1
    # A sixteenth is exact in binary, so the scaled pixels are too.
    stored = torch.tensor(load_digits().data[:1437])
    assert torch.equal(data.train_images * 16, stored)


def test_training_and_test_images_are_the_stored_ones_in_their_order(data):
    stored = load_digits()
    assert torch.equal(
        torch.cat([data.train_images, data.test_images]) * 16, torch.tensor(stored.data)
    )
    assert torch.cat([data.train_labels, data.test_labels]).tolist() == stored.target.tolist()


def test_labels_are_the_classes_0_to_9(data):
    assert data.train_labels.dtype == torch.int64
    assert data.train_labels.unique().tolist() == list(range(10))
    assert data.test_labels.unique().tolist() == list(range(10))


def test_labels_are_int64_where_they_are_stored_otherwise(monkeypatch):
    # NumPy before 2.0 has integers of 32 bits on Windows.
    stored = load_digits()
    stored.target = stored.target.astype("int32")
    monkeypatch.setattr("sklearn.datasets.load_digits", lambda: stored)
    assert digits.load().train_labels.dtype == torch.int64


def test_two_loads_are_equal(data):
    assert all(
        torch.equal(first, second) for first, second in zip(data, digits.load(), strict=True)
    )


def test_images_are_float64_unless_asked_otherwise(data):
    assert data.test_images.dtype == torch.float64
    assert digits.load(torch.float32).train_images.dtype == torch.float32


def test_an_integer_dtype_is_refused():
    with pytest.raises(
        TypeError, match=r"dtype: expected a floating-point dtype, got torch\.int64"
    ):
        digits.load(torch.int64)


def test_without_scikit_learn_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    with pytest.raises(ImportError, match=r'pip install "gradbook\[book\]"'):
        digits.load()
