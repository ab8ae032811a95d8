"""Private parts of Jupyter, MyST-NB and IPython that the execution touches are still there."""

import inspect
import platform

import stack
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient
from nbformat.v4 import new_notebook


def test_myst_nb_asks_one_function_for_the_outputs_of_a_chapter():
    source = inspect.getsource(stack.myst_nb_direct)
    assert source.count("= single_nb_execution(") == 1


def test_a_client_takes_a_manager_with_kernels_of_its_own():
    client = NotebookClient(new_notebook(), kernel_name="python3")
    spec = KernelSpecManager(kernel_dirs=[], ensure_native_kernel=False)
    manager = client.create_kernel_manager()
    manager.kernel_spec_manager = spec
    assert isinstance(manager, AsyncKernelManager) and client.km is manager and client.owns_km
    assert spec.find_kernel_specs() == {}


def test_ipython_transforms_the_tree_of_every_cell():
    assert "self.ast_transformers" in inspect.getsource(InteractiveShell.transform_ast)


def test_python_remembers_the_name_of_the_machine_where_it_did():
    platform.uname()
    assert platform._uname_cache == platform.uname()
