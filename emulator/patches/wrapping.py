"""How the patches reach into MiniStack."""

import functools


def wraps(container, name):
    """Decorator: puts a function in the place of one of a module or a dictionary, and hands it the original first.

    A name that is not there is an error, so that a version of MiniStack which the patches do not fit is noticed.
    """
    in_dictionary = isinstance(container, dict)
    original = container[name] if in_dictionary else getattr(container, name)

    def install(replacement):
        bound = functools.wraps(original)(functools.partial(replacement, original))
        if in_dictionary:
            container[name] = bound
        else:
            setattr(container, name, bound)
        return replacement

    return install


def succeeded(response):
    return response[0] < 300
