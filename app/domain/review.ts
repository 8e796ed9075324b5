/** What an editor says of a post before it is published. */
export const reviewStates = ['requested', 'approved', 'changes_requested'] as const
export type ReviewState = (typeof reviewStates)[number]
