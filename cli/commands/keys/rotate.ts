import { randomBytes } from 'node:crypto'
import { envFiles, setIn, sets } from '#cli/env_file'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'

const name = 'JWT_KEYS'

export default async function rotateKeys({ boot, options, output, terminal }: Invocation) {
  const app = await boot()
  if (terminal.env[name]) {
    throw new Failure('conflict', `${name} comes from the environment: put a new key first there`)
  }
  const file = (await envFiles(terminal, app.appRoot)).find((one) => sets(one, name))
  if (!file) throw new Failure('not_found', `No .env sets ${name}`)

  const { signingKeys } = await import('#auth/signing_keys')
  const fresh = {
    id: randomBytes(4).toString('hex'),
    secret: randomBytes(48).toString('base64url'),
  }
  const known = signingKeys().map(({ id, secret }) => ({
    id,
    secret: new TextDecoder().decode(secret),
  }))
  const keys = [fresh, ...known].slice(0, options.keep)
  const dropped = known.slice(options.keep - 1).map(({ id }) => id)

  if (!options.dryRun) {
    await setIn(file, name, keys.map(({ id, secret }) => `${id}:${secret}`).join(','))
  }
  const result = { signs: fresh.id, verify: keys.map(({ id }) => id), dropped, file: file.path }
  await output.details(
    result,
    [
      ['Signs', options.dryRun ? 'a new key' : fresh.id],
      [
        'Verify',
        known
          .slice(0, options.keep - 1)
          .map(({ id }) => id)
          .join(', '),
      ],
      ['Dropped', dropped.join(', ')],
      ['File', file.path],
    ],
    { dry_run: !!options.dryRun }
  )
  if (!options.dryRun) {
    output.note('To sign with the new key, reload the server: systemctl reload plaza-api')
  }
}
