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


def succeeded(response):
    return response[0] < 300


def refuses(container, *names):
    """Decorator: a rule that is asked before each of these functions, with their arguments.

    What it returns is the response, unless it is None. It is asked about things that do not exist, too: then it returns None,
    and the function responds as without the rule.
    """

    def install(rule):
        for name in names:

            @wraps(container, name)
            def checked(original, *arguments, **named):
                refusal = rule(*arguments, **named)
                return original(*arguments, **named) if refusal is None else refusal

        return rule

    return install
