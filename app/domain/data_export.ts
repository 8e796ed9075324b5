/** An export can be downloaded for so many days. */
export const exportDays = 7

/** A user gets a new export once in so many hours. */
export const exportPauseHours = 24
