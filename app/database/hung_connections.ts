import type pg from 'pg'

type Callback = (error: Error | null, connection: unknown) => void

/** A statement that says itself how long it, and what follows in its transaction, may take. */
const takesLonger = /statement_timeout/
const endsTransaction = /^(commit|rollback)\b/i

/** How long nothing is heard of a statement before its connection hangs: its own timeout would be told. */
export const answerTimeout = (statementTimeout: number) => statementTimeout + 500

/**
 * Ends connections on which PostgreSQL says nothing: its own timeout of statements is no help when it
 * hangs itself, or is not reached any more.
 *
 * @param statementTimeout what PostgreSQL gives a statement, milliseconds
 * @returns what the pool calls with each new connection
 */
export function endWhenHung(statementTimeout: number) {
  const timeout = answerTimeout(statementTimeout)
  return (connection: pg.Client, done: Callback) => {
    const query: (...parts: any[]) => unknown = connection.query.bind(connection)
    let waitsLonger = false

    connection.query = ((statement: pg.QueryConfig, answered?: Function) => {
      const { name, text } = statement
      // What has a name is prepared, and as quick as any.
      waitsLonger = name
        ? waitsLonger
        : takesLonger.test(text) || (waitsLonger && !endsTransaction.test(text))
      const timer = waitsLonger ? undefined : setTimeout(() => endConnection(connection), timeout)
      const isOver = () => clearTimeout(timer)
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

/** Ends a connection as one that hangs: what it was asked fails. */
export function endConnection(connection: pg.Client) {
  const { stream } = (connection as any).connection
  stream.destroy(Object.assign(new Error('PostgreSQL says nothing'), { code: 'ETIMEDOUT' }))
}
