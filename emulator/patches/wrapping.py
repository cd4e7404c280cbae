"""How the patches hook into MiniStack."""

import functools


def wraps(container, name):
    """Decorator: replaces a function of a module or a dictionary, and passes the original as the first argument.

    A missing name is an error, so that an unsupported version of MiniStack is detected.
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


def guards(container, name):
    """Decorator: calls the function first, which returns an error response, or None to let the call through."""

    def install(check):
        @wraps(container, name)
        def guarded(original, *args, **options):
            return check(*args) or original(*args, **options)

        return check

    return install


def succeeded(response):
    return response[0] < 300
