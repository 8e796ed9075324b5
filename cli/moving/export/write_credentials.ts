import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { encryptionFor } from '#cli/backups/encryption'
import { CREDENTIALS_FILE } from '#cli/moving/archive/kinds'
import type { KindFacts } from '#cli/moving/archive/manifest'
import TotpSecret from '#models/totp_secret'
import { measuring } from '#media/measure_stream'

const FETCHED_ROWS = 200

interface WriteCredentialsInput {
  folder: string
  /** Public keys of age. */
  recipients: string[]
  client: TransactionClientContract
}

/** Writes the passwords and factors of users, encrypted. No byte of them is on the disk as it is. */
export async function writeCredentials(input: WriteCredentialsInput): Promise<KindFacts> {
  const { folder, recipients, client } = input
  const encrypt = encryptionFor(recipients)
  let count = 0
  async function* lines() {
    await client.rawQuery(`declare credentials no scroll cursor for ${statement}`)
    for (;;) {
      const { rows } = await client.rawQuery(`fetch ${FETCHED_ROWS} from credentials`)
      if (rows.length === 0) return
      count += rows.length
      yield Buffer.from(rows.map((row: Row) => `${lineOf(row)}\n`).join(''))
    }
  }
  const sealed = await encrypt(Readable.from(lines(), { objectMode: false }))
  const { chunks, result } = measuring(sealed)
  const path = join(folder, CREDENTIALS_FILE)
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true })
  await pipeline(Readable.from(chunks, { objectMode: false }), file)
  const { bytes, sha256 } = result()
  return { file: CREDENTIALS_FILE, count, bytes, sha256 }
}

interface Row {
  user_id: number
  password: string | null
  totp: { secret: string; confirmed_at: string } | null
  passkeys: object[]
}

/** The secret of an authenticator is sealed with the key of this installation. */
function lineOf({ totp, ...row }: Row): string {
  const secret = totp && TotpSecret.open(totp.secret, row.user_id)
  return JSON.stringify({ ...row, totp: secret && { ...totp, secret } })
}

const at = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`

/** Recovery codes are kept as digests that need the key of this installation, so they can't move. */
const statement = `
  select * from (
    select id as user_id, case when has_password then password end as password, (
      select row_to_json(totp) from (
        select secret, ${at('confirmed_at')} from totp_secrets
        where user_id = users.id and confirmed_at is not null
      ) as totp
    ) as totp, (
      select coalesce(json_agg(passkey order by id), '[]') from (
        select id, encode(user_handle, 'base64') as user_handle, credential_id,
          encode(public_key, 'base64') as public_key, counter, transports, backed_up, name,
          ${at('created_at')}
        from passkeys where user_id = users.id
      ) as passkey
    ) as passkeys
    from users where erased_at is null and not bot
  ) as credentials
  where password is not null or totp is not null or json_array_length(passkeys) > 0
  order by user_id`
