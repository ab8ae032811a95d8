"""What a step of an optimizer takes and refuses at the edges."""

import pytest

from gradbook.optimizers.step_arguments import check_settings, check_size


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.999])
def test_a_beta_from_0_to_below_1_is_taken(beta):
    check_settings(0.1, 0.0, 0.9, beta)


@pytest.mark.parametrize("beta", [-0.1, 1.0, 1.5, float("nan")])
def test_another_beta_is_refused(beta):
    with pytest.raises(ValueError, match=r"^beta: expected a number from 0 to below 1, got"):
        check_settings(0.1, 0.0, 0.9, beta)


@pytest.mark.parametrize("value", [0.0, 0.5, 1e300])
def test_a_size_from_0_on_is_taken(value):
    check_size("eps", value)


@pytest.mark.parametrize("value", [-0.1, float("inf"), float("nan")])
def test_another_size_is_refused(value):
    with pytest.raises(ValueError, match=r"^eps: expected a finite number from 0 on, got"):
        check_size("eps", value)
