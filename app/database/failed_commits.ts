interface Transaction {
  commit(connection: unknown, value?: unknown): Promise<unknown>
  rollback(connection: unknown, error?: unknown): Promise<unknown>
  transactor: { executionPromise: Promise<unknown> }
}

interface KnexClient {
  transaction(...options: unknown[]): Transaction
}

/**
 * Lets a COMMIT that fails fail.
 *
 * What `commit()` of knex promises is kept when PostgreSQL refuses, and when the connection is lost; only
 * `executionPromise` tells. Lucid waits for the former, so a write would be answered as done that
 * never was.
 */
export function tellFailedCommits(client: KnexClient): void {
  const begin = client.transaction.bind(client)
  client.transaction = (...options) => {
    const transaction = begin(...options)
    const [commit, rollback] = [transaction.commit, transaction.rollback].map((end) =>
      end.bind(transaction)
    )
    let hasFailed = false
    transaction.commit = async (connection, value) => {
      await commit(connection, value)
      transaction.transactor.executionPromise.catch(() => (hasFailed = true))
      return transaction.transactor.executionPromise
    }
    // What failed to commit is over, and taking it back would only complain of that.
    transaction.rollback = async (connection, error) =>
      hasFailed ? undefined : rollback(connection, error)
    return transaction
  }
}
