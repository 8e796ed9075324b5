/** An editor's answer before a post is published. */
export const reviewStates = ['requested', 'approved', 'changes_requested'] as const
export type ReviewState = (typeof reviewStates)[number]
