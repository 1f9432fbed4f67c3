"""What every context stands on: audit trail, moves, money, ledgers, paging, the look. Nothing of the business."""
