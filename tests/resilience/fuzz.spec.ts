import { test } from '@japa/runner'
import * as fc from 'fast-check'
import { openApi } from '#openapi/published'
import {
  casesOf,
  operationsOf,
  type Asker,
  type Case,
  type Operation,
} from '#tests/resilience/fuzz/cases'
import { prepared } from '#tests/resilience/fuzz/values'
import type { Account } from '#tests/resilience/support/client'
import { deployment, type Deployment } from '#tests/resilience/support/deployment'
import { note } from '#tests/resilience/support/findings'
import { seed, times } from '#tests/resilience/support/run_options'
import { person } from '#tests/resilience/support/people'
import { Contract } from '#tests/support/contract'
import { send, type Answer } from '#tests/support/wire'

/** Milliseconds. */
const longest = 1000

/** Rows that ids in requests refer to. None of these users can sign in. */
const rows = `
  insert into users (username, email, password)
    select 'fuzz_' || n, 'fuzz_' || n || '@example.org', 'none' from generate_series(1, ${prepared}) n;
  insert into posts (user_id, title, content, published, published_at)
    select id, 'Fuzz', 'Words to search for', id % 5 > 0, now() from users order by id limit ${prepared};
  insert into comments (post_id, user_id, content)
    select id, user_id, 'Fuzz' from posts order by id limit ${prepared};
  insert into reports (target_type, target_id, reason)
    select 'post', id, 'spam' from posts order by id limit ${prepared}`

/** Sends the request of a case as its user, and checks the answer against the document. */
class Fuzzer {
  statuses = new Map<number, number>()
  slowest = 0
  #accounts = new Map<Asker, Account>()

  constructor(
    private square: Deployment,
    private terms: Contract
  ) {}

  get answers() {
    return [...this.statuses.values()].reduce((sum, count) => sum + count, 0)
  }

  /** @throws Error with all errors of the answer */
  async check(given: Case) {
    const { answer, took } = await this.#ask(given)
    this.statuses.set(answer.status, (this.statuses.get(answer.status) ?? 0) + 1)
    const differences = this.terms.check(given.method, given.target, {
      status: () => answer.status,
      header: (name) => answer.headers[name.toLowerCase()]?.toString(),
      text: () => answer.body,
    })
    const wrong = differences.map(({ text }) => text)
    // This deployment has no mail server, and says so.
    const isWithoutMail = answer.json?.code === 'mail_unavailable'
    if (answer.status >= 500 && !isWithoutMail) wrong.push('a failure of ours')
    // A busy machine is slow once. A costly request is slow again.
    const slow = took > longest ? Math.min(took, (await this.#ask(given)).took) : took
    this.slowest = Math.max(this.slowest, slow)
    if (slow > longest) wrong.push(`it took ${Math.round(slow)} ms`)
    if (wrong.length > 0) {
      throw new Error(`${answer.status} ${answer.body.slice(0, 500)}: ${wrong.join('; ')}`)
    }
    if (answer.status === 401) await this.#renew(given.as)
  }

  async #ask({
    as,
    method,
    target,
    headers,
    body,
  }: Case): Promise<{ answer: Answer; took: number }> {
    const token = as === 'forger' ? 'e30.e30.e30' : (await this.#account(as))?.token
    const sent = { ...headers, ...(token && { Authorization: `Bearer ${token}` }) }
    const { port } = this.square.plaza
    const start = performance.now()
    const answer = await send(target, { method, headers: sent, body, port })
    return { answer, took: performance.now() - start }
  }

  async #account(as: Asker) {
    if (as === 'nobody' || as === 'forger') return undefined
    const known = this.#accounts.get(as)
    if (known) return known
    const account = await person(this.square, as)
    this.#accounts.set(as, account)
    return account
  }

  /** Requests may end sessions, or change passwords and e-mails. */
  async #renew(as: Asker) {
    const account = this.#accounts.get(as)
    if (!account) return
    const headers = { Authorization: `Bearer ${account.token}` }
    const { status } = await send('/users/me', { headers, port: this.square.plaza.port })
    if (status === 401) this.#accounts.delete(as)
  }
}

const check = (operation: Operation, fuzzer: Fuzzer) =>
  fc.check(
    fc.asyncProperty(casesOf(operation), (given) => fuzzer.check(given)),
    { seed, numRuns: times(80, 12), interruptAfterTimeLimit: 30_000 }
  )

test.group('Every operation of /openapi.json', () => {
  test('answers every request quickly, as documented, and never with a 5xx', async ({ assert }) => {
    const square = await deployment()
    await square.postgres.query(rows)
    const document = await openApi()
    const fuzzer = new Fuzzer(square, new Contract(document))
    const operations = operationsOf(document)

    const failures: string[] = []
    for (const operation of operations) {
      const { failed, counterexample, errorInstance } = await check(operation, fuzzer)
      if (!failed) continue
      const [given] = counterexample ?? []
      const what = `${JSON.stringify(given).slice(0, 1500)}\n→ ${(errorInstance as Error)?.message}`
      failures.push(`${operation.method} ${operation.path}: ${what}`)
    }

    const counts = [...fuzzer.statuses].toSorted(([a], [b]) => a - b)
    note({
      action: `requests made from /openapi.json for ${operations.length} operations: right, nearly right, broken`,
      times: fuzzer.answers,
      expected: 'documented statuses and bodies, no 5xx, no answer over 1 s',
      result: `${counts.map(([status, count]) => `${status}: ${count}`).join(', ')}; the slowest ${Math.round(fuzzer.slowest)} ms`,
    })
    assert.isEmpty(failures, failures.join('\n\n'))
  })
})
