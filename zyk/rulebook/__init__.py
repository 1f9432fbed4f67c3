"""Each year's notice and handbook as data: windows, conditions, forms, indicators, weights, thresholds."""
