import { readMap } from '#cli/moving/import/read_map'
import { metaKinds, type MetaRule } from '#cli/moving/import/sources/options'
import { Failure } from '#cli/failure'

/**
 * The accounts here of authors: columns `source` (a name or an e-mail there) and `account` (an id, `@name` or e-mail
 * here). @throws Failure for an account that is not here
 */
export async function readAuthorMap(path: string): Promise<Map<string, number>> {
  const { default: User } = await import('#models/user')
  const authors = new Map<string, number>()
  for (const { place, row } of await readMap(path, ['source', 'account'])) {
    const user = await User.withReference(String(row.account))
    if (!user) throw new Failure('usage', `${place}: there is no account ${row.account}`)
    authors.set(String(row.source).toLowerCase(), user.id)
  }
  return authors
}

/** The members of `data` that custom fields become: columns `meta_key`, `member` and, if it is no text, `kind`. @throws Failure */
export async function readMetaMap(path: string): Promise<Map<string, MetaRule>> {
  const rules = new Map<string, MetaRule>()
  for (const { place, row } of await readMap(path, ['meta_key', 'member'])) {
    const kind = metaKinds.find((one) => one === (row.kind || 'text'))
    if (!kind) throw new Failure('usage', `${place}: kind is one of ${metaKinds.join(', ')}`)
    rules.set(String(row.meta_key), { member: String(row.member), kind })
  }
  return rules
}
