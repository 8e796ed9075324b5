/** The new address can confirm a change for so many days: longer than a mail is tried. */
export const openDays = 3

/** The owner of the former e-mail can undo a change for so many days. As long, no other account gets that e-mail. */
export const undoDays = 7
