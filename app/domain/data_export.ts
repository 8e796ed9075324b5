/** For so many days an export can be downloaded. */
export const exportDays = 7

/** A user can start a new export after so many hours. */
export const exportPauseHours = 24
