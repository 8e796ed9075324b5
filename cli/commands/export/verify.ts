import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import type { Column } from '#cli/output/table'
import type { Comparison } from '#cli/moving/export/compare_archives'

export default async function verifyExport({ args, output }: Invocation) {
  const { compareArchives } = await import('#cli/moving/export/compare_archives')
  const { kinds, damaged } = await compareArchives(args)
  const isPair = args.length > 1
  const data = kinds.map(({ kind, isSame, rows, sha256, firstDifference }) => ({
    kind,
    ...(isPair && { same: isSame, first_difference: firstDifference }),
    rows,
    sha256,
  }))
  await output.show(data, () => output.table(kinds, isPair ? pairColumns : columns), { damaged })
  const faults = [
    ...damaged.map(({ path, file }) => `${file} of ${path} is not as its manifest says`),
    ...kinds.filter(({ isSame }) => !isSame).map(differenceOf),
  ]
  if (faults.length > 0) throw new Failure('unverified', faults.join(', '))
  output.note(isPair ? 'Both archives have the same rows' : 'The archive is as its manifest says')
}

const differenceOf = ({ kind, rows: [one, other], firstDifference }: Comparison) =>
  `${kind} differ (${one === other ? `${one} rows` : `${one} and ${other} rows`}, from line ${firstDifference} on)`

const columns: Column<Comparison>[] = [
  { title: 'Kind', text: ({ kind }) => kind },
  { title: 'Rows', text: ({ rows }) => rows[0], align: 'right' },
  { title: 'SHA-256', text: ({ sha256 }) => sha256[0], elastic: true },
]

const pairColumns: Column<Comparison>[] = [
  { title: 'Kind', text: ({ kind }) => kind },
  { title: 'Rows', text: ({ rows }) => rows[0], align: 'right' },
  { title: 'Rows there', text: ({ rows }) => rows[1], align: 'right' },
  { title: 'State', text: ({ isSame }) => (isSame ? 'the same' : 'differ') },
  {
    title: 'First difference',
    text: ({ firstDifference }) => firstDifference && `line ${firstDifference}`,
  },
]
