interface Transaction {
  commit(connection: unknown, value?: unknown): Promise<unknown>
  rollback(connection: unknown, error?: unknown): Promise<unknown>
  transactor: { executionPromise: Promise<unknown> }
}

interface KnexClient {
  transaction(...options: unknown[]): Transaction
}

/** Makes a failed COMMIT reject: knex's `commit()` resolves all the same, so Lucid would report success. */
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
    transaction.rollback = async (connection, error) =>
      hasFailed ? undefined : rollback(connection, error)
    return transaction
  }
}
