import { builtInRoles, permissionNames, permissions, type Permission } from '#domain/permissions'

const rolesWith = (permission: Permission) =>
  builtInRoles
    .filter((role) => role.permissions.includes(permission))
    .map(({ name }) => `\`${name}\``)
    .join(', ')

/** Markdown: each permission, and the built-in roles that have it in a new database. */
export const permissionTable = [
  '| Permission | What it allows | Built-in roles |',
  '| --- | --- | --- |',
  ...permissionNames.map((name) => `| \`${name}\` | ${permissions[name]} | ${rolesWith(name)} |`),
].join('\n')
