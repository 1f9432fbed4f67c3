"""What becomes of each application on its way to the review: most go straight on, some take every other way."""

from random import Random

SHARES = {
    "left": 0.02,
    "withdrawn": 0.02,
    "corrected-by-unit": 0.03,
    "extended": 0.01,
    "declined": 0.03,
    "returned-by-province": 0.05,
    "returned-by-check": 0.05,
    "ineligible": 0.02,
    "reinstated": 0.01,
    "objected-unfounded": 0.01,
    "objected-refused": 0.01,
    "objected-upheld_curable": 0.01,
    "objected-upheld_serious": 0.01,
}
OF_UPGRADES = ("corrected-by-unit", "returned-by-check")


def fates_for(number: int, random: Random, *, known: tuple[str, ...] | None = None) -> list[str]:
    """`number` fates in random order; from a dozen on every one of SHARES occurs at least once."""
    names = known if known is not None else tuple(SHARES)
    wanted = [name for name in names for _place in range(max(1, round(number * SHARES[name])))]
    fates = wanted[: number // 2] + ["usual"] * (number - len(wanted[: number // 2]))
    random.shuffle(fates)
    return fates
