import type { ApplicationService } from '@adonisjs/core/types'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { keepHeapSmall } from '#cli/moving/small_heap'
import { refuseTaken } from '#cli/output/new_file'

export default async function runImport(invocation: Invocation) {
  const { args, boot, holdInterrupts, options, terminal } = invocation
  const { dryRun: isDry = false, receipt: file, resume = false, roleMap = new Map() } = options
  refuseMeaningless(options)
  if (file) await refuseTaken(file)
  keepHeapSmall()
  const app = await boot()
  const { refuseWhenReadOnly } = await import('#cli/writable')
  const { originOf } = await import('#cli/actor')
  const { readAuthorMap, readMetaMap } = await import('#cli/moving/import/maps')
  const { openSource } = await import('#cli/moving/import/open_source')
  const { runImport: run } = await import('#cli/moving/import/run_import')
  const { showReceipt } = await import('#cli/moving/import/show_receipt')
  if (!isDry) await refuseWhenReadOnly()
  await refuseUnknownRoles([...roleMap.values()])

  const authors = options.authorMap ? await readAuthorMap(options.authorMap) : new Map()
  const meta = options.metaMap ? await readMetaMap(options.metaMap) : new Map()
  const origin = await originOf(terminal, options)
  const { media = 'skip', site } = options
  const identity = options.withCredentials ? identityIn(app, options.identity) : undefined
  const source = await openSource(options.from, args[0], { media, site, meta, identity })
  const bar = terminal.progress(source.expected ?? 0, 'rows')
  const input = { source, roles: roleMap, authors, isDry, resumes: resume, origin }
  const signal = holdInterrupts()
  const receipt = await run({ ...input, signal, onProgress: (rows) => bar.update(rows) })
    .finally(() => bar.stop())
    .finally(() => source.close())
  await showReceipt(invocation, receipt, source.damaged)
}

const WITH_PICTURES = ['wordpress', 'ghost']

function refuseMeaningless({ from, media, site, metaMap, ...options }: Invocation['options']) {
  const { dryRun, resume, withCredentials } = options
  if (dryRun && resume) throw new Failure('usage', 'Give --dry-run or --resume, not both')
  if (media && !WITH_PICTURES.includes(from)) {
    throw new Failure('usage', `--media is for pictures of ${WITH_PICTURES.join(' and ')}`)
  }
  if (from === 'ghost' && media === 'fetch' && !site) {
    throw new Failure('usage', 'An export of Ghost does not name its site: give --site <address>')
  }
  if (site && !WITH_PICTURES.includes(from)) {
    throw new Failure('usage', `--site is for ${WITH_PICTURES.join(' and ')}`)
  }
  if (withCredentials && from !== 'plaza') {
    throw new Failure('usage', '--with-credentials is for archives of plaza')
  }
  if (metaMap && from !== 'wordpress') {
    throw new Failure('usage', '--meta-map is for custom fields of wordpress')
  }
}

/** By default that of backups. @throws Failure without one */
function identityIn(app: ApplicationService, given: string | undefined): string {
  const identity = given ?? app.config.get<string | undefined>('backups.identityFile')
  if (identity) return identity
  throw new Failure('usage', 'The passwords are encrypted: give --identity <file>')
}

async function refuseUnknownRoles(names: string[]) {
  const { default: db } = await import('@adonisjs/lucid/services/db')
  const rows: { name: string }[] = await db.from('roles').select('name').whereIn('name', names)
  const unknown = names.find((name) => !rows.some((row) => row.name === name))
  if (unknown) throw new Failure('usage', `--role-map: there is no role ${unknown}`)
}
