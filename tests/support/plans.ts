import db from '@adonisjs/lucid/services/db'

export interface Plan {
  'Node Type': string
  'Index Name'?: string
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Plans'?: Plan[]
}

const ofLargeTables = 'set local enable_seqscan = off; set local random_page_cost = 1.1'

interface Planning {
  /** Leaves out plans that are only cheap because the tables of a test are small. */
  asOfLargeTables?: boolean
}

const hasNoPlan = /^(begin|commit|rollback|set local)/i

/** The plans of the statements of some work. */
export async function plansOf(
  work: () => Promise<unknown>,
  { asOfLargeTables = false }: Planning = {}
): Promise<Plan[]> {
  const client = db.connection().getWriteClient()
  const sent: { sql: string; bindings: any[] }[] = []
  const note = (query: { sql: string; bindings: any[] }) => sent.push(query)
  client.on('query', note)
  await work().finally(() => client.off('query', note))

  const plans = []
  for (const { sql, bindings } of sent.filter(({ sql: text }) => !hasNoPlan.test(text))) {
    const used: unknown[] = []
    const text = sql.replace(/\$(\d+)/g, (_, number) => {
      used.push(bindings[number - 1])
      return '?'
    })
    const { rows } = await db.transaction(async (planner) => {
      if (asOfLargeTables) await planner.rawQuery(ofLargeTables)
      return planner.rawQuery(`explain (analyze, format json) ${text}`, used as any[])
    })
    plans.push(rows[0]['QUERY PLAN'][0].Plan)
  }
  return plans
}

/** A plan and all its parts. */
export const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)]
