"""What every context stands on: audit trail, state moves, money, ledgers, paging, the design system. Nothing of the business."""
