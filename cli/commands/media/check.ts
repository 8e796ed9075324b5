import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import type { Column } from '#cli/output/table'
import { counted } from '#domain/counted'
import type { Finding } from '#queries/media/check_storage'

const problems = { missing: 'has no bytes', unknown: 'has no row' }

const columns: Column<Finding>[] = [
  { title: 'File', text: ({ name }) => name },
  { title: 'Problem', text: ({ problem }) => problems[problem] },
  { title: 'Media', text: ({ media_id: id }) => id, align: 'right' },
]

export default async function check({ boot, output }: Invocation) {
  await boot()
  const { checkStorage } = await import('#queries/media/check_storage')
  const found = { missing: 0, unknown: 0 }
  async function* pages() {
    for await (const finding of checkStorage()) {
      found[finding.problem] += 1
      yield { rows: [finding], next: null }
    }
  }
  await output.list(pages(), columns, { nothing: 'The storage has all files, and no others' })
  if (found.missing + found.unknown === 0) return
  throw new Failure(
    'unverified',
    `${counted(found.missing, 'row')} without bytes, ${counted(found.unknown, 'file')} without a row`
  )
}
