import type User from '#models/user'

/** A user as the reader of a mail. */
export const readerOf = ({ email, displayName, username, language }: User) => ({
  to: email,
  language,
  name: displayName ?? `@${username}`,
})
