/** Operations that a backup may be taken for. Such backups have their own retention rule. */
export const occasions = ['upgrade', 'restore'] as const
export type Occasion = (typeof occasions)[number]
