"""The request routers and parsers of moto, without its server.

The packages `moto` and `moto.core` import every service when they are imported, and so need all of moto's dependencies.
Empty packages in their place let the few modules be imported that read requests by the models of botocore.
"""

import importlib
import sys
import types
from importlib.metadata import distribution


def _package(name, folder):
    package = types.ModuleType(name)
    package.__path__ = [str(folder)]
    package.__file__ = str(folder / "__init__.py")
    sys.modules[name] = package


def _load():
    folder = distribution("moto").locate_file("moto")
    _package("moto", folder)
    _package("moto.core", folder / "core")
    # The routers import from it only the loader of moto's own models, which is not used here.
    utils = sys.modules["moto.core.utils"] = types.ModuleType("moto.core.utils")
    utils.get_service_model = None
    return [importlib.import_module(f"moto.core.{name}") for name in ("model", "parse", "request", "routing")]


model, parse, request, routing = _load()
