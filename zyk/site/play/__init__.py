"""A whole year of the programme, and the two after it, played by the real actions on a simulated clock.

`zyk play-year` makes its own people, units and libraries, all marked as demonstration; sizes and seed are options,
and the same seed deals the same fates and marks, while lots are drawn anew each time. What the notice leaves unknown
is set by an edition of the play's own."""
