import type User from '#models/user'

export const readerOf = ({ email, displayName, username, language }: User) => ({
  to: email,
  language,
  name: displayName ?? `@${username}`,
})
