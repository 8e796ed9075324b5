import type { Batch, Item } from '#cli/moving/import/batch'
import { idsHere } from '#cli/moving/import/ids'
import { insert, type Insert } from '#cli/moving/import/insert'
import type { Row } from '#cli/moving/import/source'
import TotpSecret from '#models/totp_secret'

/** Passwords and factors of accounts that this import has made. Others keep their own. */
export async function importCredentials(batch: Batch, items: Item[]) {
  const users = await idsHere(
    batch,
    'users',
    items.map(({ row }) => row.user_id)
  )
  const fresh = await newAccounts(batch, [...users.values()])
  const fit: Insert[] = []
  for (const item of items) {
    const id = users.get(String(item.row.user_id))
    if (id === undefined) batch.refuse(item, `there is no user ${item.row.user_id}`)
    else if (fresh.delete(id)) fit.push({ item, values: { ...item.row, user_id: id } })
    else batch.settle(item, 'already_there')
  }
  await setPasswords(batch, fit)
  await insert(batch, { ...totp, onRefused: onRefused(batch) }, fit.flatMap(totpOf))
  await insert(batch, { ...passkeys, onRefused: onRefused(batch) }, fit.flatMap(passkeysOf))
  for (const { item } of fit) batch.settle(item, 'created')
}

/** They have nothing yet that they could sign in with. */
async function newAccounts(batch: Batch, ids: number[]): Promise<Set<number>> {
  const rows = await batch.query<{ id: number }>(
    `select id from users
     where id = any(:ids) and id > :floor and not bot and not has_password
       and not exists (select from totp_secrets where user_id = users.id)
       and not exists (select from passkeys where user_id = users.id)`,
    { ids, floor: batch.terms.floors.users }
  )
  return new Set(rows.map(({ id }) => id))
}

const setPasswords = (batch: Batch, rows: Insert[]) =>
  batch.query(
    `update users set password = given.password, has_password = true
     from json_to_recordset(:rows::json) as given (user_id bigint, password text)
     where users.id = given.user_id and given.password is not null`,
    { rows: JSON.stringify(rows.map(({ values }) => values)) }
  )

const onRefused = (batch: Batch) => (item: Item, reason: string) =>
  batch.note(item, `a second factor is not kept: ${reason}`)

const totp = { table: 'totp_secrets', columns: ['user_id', 'secret', 'confirmed_at'] }

const totpOf = ({ item, values: { user_id: id, totp: given } }: Insert): Insert[] =>
  given
    ? [{ item, values: { ...given, user_id: id, secret: TotpSecret.seal(given.secret, id) } }]
    : []

const passkeys = {
  table: 'passkeys',
  columns: [
    ...['user_id', 'user_handle', 'credential_id', 'public_key', 'counter', 'transports'],
    ...['backed_up', 'name', 'created_at'],
  ],
}

const passkeysOf = ({ item, values }: Insert): Insert[] =>
  values.passkeys.map((passkey: Row) => ({
    item,
    values: {
      ...passkey,
      user_id: values.user_id,
      user_handle: bytes(passkey.user_handle),
      public_key: bytes(passkey.public_key),
    },
  }))

/** As PostgreSQL reads bytes. */
const bytes = (base64: string) => `\\x${Buffer.from(base64, 'base64').toString('hex')}`
