"""From the signal of HDR pictures and films to light, and from wide colours to those of ordinary screens.

As BT.2100 and BT.2087 define it. How bright parts are pressed together is the affair of whoever shows them.
"""

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]

# Light is counted in units of 100 candela per square metre: what is the brightest, and white paper, in HDR.
PEAK, PAPER = 10.0, 2.03

# In linear light, from BT.2020 and from Display P3.
BT2020_TO_BT709: Matrix = (
    (1.660491, -0.587641, -0.072850),
    (-0.124550, 1.132900, -0.008349),
    (-0.018151, -0.100579, 1.118730),
)
P3_TO_BT709: Matrix = (
    (1.224940, -0.224940, 0.0),
    (-0.042057, 1.042057, 0.0),
    (-0.019638, -0.078636, 1.098274),
)
SAME: Matrix = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def from_pq(signal: float) -> float:
    """
    >>> round(from_pq(0.58), 2)
    2.02
    """
    power = signal ** (1 / 78.84375)
    return float(
        100 * (max(power - 0.8359375, 0.0) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125)
    )


def from_hlg(signal: float) -> float:
    """Light of the scene between 0 and 1.

    >>> round(from_hlg(0.5), 4), round(from_hlg(1.0), 4)
    (0.0833, 1.0)
    """
    if signal <= 0.5:
        return signal * signal / 3
    return float((2.718281828 ** ((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12)


def weighed(matrix: Matrix, light: Triple) -> Triple:
    """Three colours by another three."""
    red, green, blue = light
    first, second, third = (row[0] * red + row[1] * green + row[2] * blue for row in matrix)
    return first, second, third
