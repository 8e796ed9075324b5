import { readFile } from 'node:fs/promises'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { addressOf, view } from '#cli/resources/types'

interface Params {
  /** Checks everything and stores nothing. */
  isCheck: boolean
}

/** Makes or changes the type in a file, or shows its problems. */
export default async function applyType(invocation: Invocation<Params>) {
  const { args, options, output, params, transport } = invocation
  const { name, ...fields } = await read(args[0])
  const { reason, force, dryRun = params.isCheck } = options
  const { body: saved, status } = await (
    await transport()
  ).request('PUT', addressOf(name), {
    query: { force: force ? 'true' : undefined },
    body: { ...fields, reason, dry_run: dryRun || undefined },
  })
  const heading = dryRun ? 'Nothing was done. The type would be:\n' : ''
  const waiting = status === 202 ? 'A job checks its posts by the new schema first.\n' : ''
  await output.show(saved, () => heading + waiting + view(saved, output), { dry_run: !!dryRun })
}

/** The body of `PUT /types/{name}`, with the name. */
async function read(file: string): Promise<{ name: string }> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new Failure('usage', `There is no file ${file}`)
    throw error
  })
  const type = parse(text)
  if (typeof type?.name === 'string') return type
  throw new Failure('usage', `${file} must be JSON with the name of the type: {"name": "event", …}`)
}

function parse(text: string): any {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
