import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import type { Column } from '#cli/output/table'
import { counted } from '#domain/counted'
import type { Finding } from '#queries/media/check_storage'

const problems = { missing: 'has no bytes', unknown: 'has no row' }

type Checked = Finding & { is_deleted: boolean }

const columns: Column<Checked>[] = [
  { title: 'File', text: ({ name }) => name },
  {
    title: 'Problem',
    text: ({ problem, is_deleted: isDeleted }) =>
      isDeleted ? 'had no row: deleted' : problems[problem],
  },
  { title: 'Media', text: ({ media_id: id }) => id, align: 'right' },
]

export default async function check({ boot, confirm, options, output }: Invocation) {
  const isAsked = options.delete === true
  if (isAsked) {
    await confirm(
      'Delete files without a row? A database of another time, if you restore one, may need them.'
    )
  }
  await boot()
  const { checkStorage } = await import('#queries/media/check_storage')
  const { default: DeleteUnknownBytes } = await import('#actions/media/delete_unknown_bytes')
  const { refuseWhenReadOnly } = await import('#cli/writable')
  if (isAsked) await refuseWhenReadOnly()
  const unknown = new DeleteUnknownBytes()
  const found = { missing: 0, unknown: 0 }
  async function* pages() {
    for await (const finding of checkStorage()) {
      const isUnknown = finding.problem === 'unknown'
      const isDeleted = isUnknown && isAsked && (await unknown.handle(finding.name))
      if (!isDeleted) found[finding.problem] += 1
      yield { rows: [{ ...finding, is_deleted: isDeleted }], next: null }
    }
  }
  await output.list(pages(), columns, { nothing: 'The storage has all files, and no others' })
  if (found.missing + found.unknown === 0) return
  throw new Failure(
    'unverified',
    `${counted(found.missing, 'row')} without bytes, ${counted(found.unknown, 'file')} without a row`
  )
}
