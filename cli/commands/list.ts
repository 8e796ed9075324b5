import type { TransportRequest } from '#cli/transports/transport'
import { pages } from '#cli/transports/pages'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { subjectNamed, type SubjectName } from '#cli/resources/staff_resources'

interface Params {
  subject: SubjectName
  /** Names of options, by the API's parameter. */
  parameters: Record<string, string>
}

export default async function list({ options, params, output, transport }: Invocation<Params>) {
  const { path, columns } = subjectNamed(params.subject)
  const { columns: names, fields } = options
  if (names && (options.json || options.jsonl)) {
    throw new Failure('usage', '--columns is for tables and --csv: JSON has every field')
  }
  if (fields && !options.json && !options.jsonl) {
    throw new Failure('usage', '--fields is for --json and --jsonl: --columns selects columns')
  }
  const query: NonNullable<TransportRequest['query']> = {
    cursor: options.cursor,
    fields: fields?.join(),
  }
  for (const [parameter, option] of Object.entries(params.parameters)) {
    Object.assign(query, parametersOf(parameter, options[option]))
  }
  await output.list(pages(await transport(), path, query, options.limit), columns, { names })
}

/** Several values of one filter have parameters of their own: `data.place`. */
function parametersOf(parameter: string, value: any) {
  if (typeof value !== 'object') return { [parameter]: value }
  return Object.fromEntries(
    Object.entries<string>(value).map(([name, one]) => [`${parameter}.${name}`, one])
  )
}
