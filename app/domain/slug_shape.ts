export const MAX_SLUG_LENGTH = 80

/** The form of a slug. */
export const slugShape = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
