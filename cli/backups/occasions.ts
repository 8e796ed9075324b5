/** What a backup may be taken before, and is kept for by a rule of its own. */
export const occasions = ['upgrade', 'restore'] as const
export type Occasion = (typeof occasions)[number]
