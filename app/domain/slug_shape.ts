export const MAX_SLUG_LENGTH = 80

export const slugShape = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
