"""Regular expressions of the API models, which are written for Java and JavaScript, as Python's `re` reads them."""

import functools
import re
import unicodedata

CATEGORY = re.compile(r"\\p\{([A-Z][a-z]?)\}")
BEYOND_THE_BASIC_PLANE = r"\uD800\uDC00-\uDBFF\uDFFF"
FIRST_WITHOUT_TEXT = 0x40000  # the planes of Unicode from here on have no letters, numbers, punctuation or separators
HYPHEN_AFTER_A_CLASS = re.compile(r"(\\[wdsWDS])-(?!\])")


@functools.cache
def compiled(pattern):
    """The expression; None if Python cannot express it."""
    translated = HYPHEN_AFTER_A_CLASS.sub(r"\1\\-", pattern.replace(BEYOND_THE_BASIC_PLANE, r"\U00010000-\U0010FFFF"))
    try:
        return re.compile(CATEGORY.sub(lambda match: characters(match.group(1)), translated), re.ASCII)
    except re.error:
        return None


def satisfies(pattern, value):
    """An AWS service compares the whole value, whether or not the pattern has anchors: `[\\w+=,.@-]+` of a role's name allows no spaces.

    see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
    """
    expression = compiled(pattern)
    return expression is None or expression.fullmatch(value) is not None


@functools.cache
def characters(category):
    """The ranges, for a character class, of the characters in a general category of Unicode such as L or Lu."""
    return "".join(rf"\U{first:08x}-\U{last:08x}" for first, last in ranges() if unicodedata.category(chr(first)).startswith(category))


@functools.cache
def ranges():
    """First and last of each run of characters with the same category."""
    found = []
    first, current = 0, unicodedata.category("\0")
    for code in range(1, FIRST_WITHOUT_TEXT):
        category = unicodedata.category(chr(code))
        if category != current:
            found.append((first, code - 1))
            first, current = code, category
    return [*found, (first, FIRST_WITHOUT_TEXT - 1)]
