# SPDX-License-Identifier: Apache-2.0
"""All renderings, in the order of their numbers."""
import foreign_new
import foreign_odd
import foreign_old

RENDERINGS = foreign_old.RENDERINGS + foreign_new.RENDERINGS + foreign_odd.RENDERINGS


def rendering_named(name):
    """By its name or its number, from 1 on."""
    if name.isdigit() and 1 <= int(name) <= len(RENDERINGS):
        return RENDERINGS[int(name) - 1]
    for one in RENDERINGS:
        if one.name == name:
            return one
    raise ValueError("no such rendering: " + name)
