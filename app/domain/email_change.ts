/** A change can be confirmed for so many days. Plaza stops trying its mail earlier. */
export const openDays = 3

/** For so many days the former e-mail can undo a change, and no other account gets that e-mail. */
export const undoDays = 7
