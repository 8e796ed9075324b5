import type pg from 'pg'

type Callback = (error: Error | null, connection: unknown) => void

const takesLonger = /statement_timeout/
const endsTransaction = /^(commit|rollback)\b/i

/** Milliseconds. Later than PostgreSQL's own timeout, so that PostgreSQL can report that one. */
export const answerTimeout = (statementTimeout: number) => statementTimeout + 500

/** Ends connections without an answer: `statement_timeout` (in ms) is no help when PostgreSQL hangs. */
export function endWhenHung(statementTimeout: number) {
  const timeout = answerTimeout(statementTimeout)
  return (connection: pg.Client, done: Callback) => {
    const query: (...parts: any[]) => unknown = connection.query.bind(connection)
    let waitsLonger = false

    connection.query = ((statement: pg.QueryConfig, answered?: Function) => {
      const { name, text } = statement
      // A named statement is prepared, and quick.
      waitsLonger = name
        ? waitsLonger
        : takesLonger.test(text) || (waitsLonger && !endsTransaction.test(text))
      let last: NodeJS.Immediate | undefined
      // If this process was busy or stopped, the answer is there, and comes before the immediate.
      const end = () => (last = setImmediate(() => endConnection(connection)))
      const timer = waitsLonger ? undefined : setTimeout(end, timeout)
      const isOver = () => {
        clearTimeout(timer)
        clearImmediate(last)
      }
      if (answered) {
        return query(statement, (...answer: unknown[]) => {
          isOver()
          answered(...answer)
        })
      }
      const answer = query(statement) as Promise<unknown>
      answer.then(isOver, isOver)
      return answer
    }) as typeof connection.query
    done(null, connection)
  }
}

export function endConnection(connection: pg.Client) {
  const { stream } = (connection as any).connection
  stream.destroy(Object.assign(new Error('PostgreSQL says nothing'), { code: 'ETIMEDOUT' }))
}
