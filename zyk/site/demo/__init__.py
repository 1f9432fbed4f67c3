"""The demonstration world: units and people of 演示 walk the whole chain by the same actions as everybody else.

Nothing here writes figures: what the pages show was computed from what these people did."""
