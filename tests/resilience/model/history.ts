import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Command, OfType } from '#tests/resilience/model/commands'
import { operationFor, type Operation, type Names } from '#tests/resilience/model/operations'
import {
  frontRead,
  placedRead,
  postsOfUserRead,
  taggedRead,
  typedRead,
  typeProbe,
} from '#tests/resilience/model/list_reads'
import type { Outcome } from '#tests/resilience/model/outcome'
import {
  changesRead,
  commentsRead,
  copyRead,
  postRead,
  previewRead,
  reviewRead,
  userRead,
  type Read,
} from '#tests/resilience/model/reads'
import { requestOf } from '#tests/resilience/model/requests'
import { happen } from '#tests/resilience/model/rules'
import { emptyState, moderator, type ModelState, type Viewer } from '#tests/resilience/model/state'
import type { Account, Client } from '#tests/resilience/support/client'
import { freshName } from '#tests/resilience/support/people'
import { ANY_TYPE } from '#domain/types/type'
import { eventually } from '#tests/support/eventually'
import type { Answer } from '#tests/support/wire'

/** Milliseconds until every worker knows of a write (docs/decisions/cache-invalidation.md). */
const INVALIDATION_MS = 1000
/** Milliseconds until a job has done its work: on an erased account (docs/decisions/erasure.md), on a type. */
const JOB_MS = 20_000

/** The totals of all histories of a run. */
export const tally = { turns: 0, operations: 0, reads: 0 }

interface Setting {
  client: Client
  moderator: Account
  editor: Account
  admin: Account
  workers: number
}

/** The place in the feed of changes where the last history began. */
let changes = '/posts/changes?limit=100&fields=id,title'

/**
 * Plays a history against the server and the model.
 *
 * Simultaneous operations may take effect in any order. So the model is a set of states: those that
 * some order explains, with the same answers. The history fails if no state is left, or if a read
 * matches none.
 */
export class History {
  #accounts = new Map<string, Account>()
  /** Names of users, posts and comments. No two share a name. */
  #ids = new Map<string, number>()
  #names: Names = { users: [], posts: [], comments: [], previews: [], types: [] }
  #tokens = new Map<string, string>()
  #states: ModelState[] = []

  private constructor(private setting: Setting) {}

  /** @throws Error with the first answer that no order explains */
  static async play(turns: Command[][], setting: Setting) {
    const history = new History(setting)
    await history.#begin(['ada', 'bob'])
    for (const [at, commands] of turns.entries()) {
      const [ofTypes, others] = split(commands, isOfType)
      for (const [index, one] of ofTypes.entries()) await history.#turn([one], `${at}.t${index}`)
      if (others.length > 0) await history.#turn(others, `${at}`)
    }
    await history.#compare(history.#everything())
  }

  async #begin(users: string[]) {
    changes = await endOfFeed(changes, this.setting.client)
    await Promise.all(users.map((user) => this.#signUp(user, false)))
    this.#states = [emptyState(...users)]
    this.#names.users = users
    this.#names.types = [freshName('type'), freshName('type')]
  }

  async #turn(commands: Command[], at: string) {
    // Rows of deleted posts keep their type until a job has deleted them.
    if (commands.some(({ kind }) => kind === 'delete type')) await this.#awaitDeleted()
    const operations = commands.flatMap(
      (command, index) =>
        operationFor(command, `${at}.${index}`, this.#names, this.#states[0]) ?? []
    )
    const answers = await Promise.all(operations.map((operation) => this.#perform(operation)))
    this.#explain(operations, answers)
    this.#remember(operations, answers)
    await this.#awaitSignedOut(operations)
    await this.#awaitUnnamed(operations)
    const isErasing = operations.some(({ kind }) => kind === 'erase')
    if (isErasing) await this.#awaitDeleted()
    const hasJobs = isErasing || operations.some(isOfType)
    await this.#compare(this.#readsAbout(operations), hasJobs ? JOB_MS : INVALIDATION_MS)
    tally.turns++
    tally.operations += operations.length
  }

  /** Keeps the states that some order of the operations reaches, with the given answers. */
  #explain(operations: Operation[], answers: Answer[]) {
    const before = this.#states
    const orders = permutations(operations.map((_, index) => index))
    const after = before.flatMap((state) =>
      orders.flatMap((order) => {
        const copy = structuredClone(state)
        return order.every((at) => isOutcome(answers[at], happen(operations[at], copy)))
          ? [copy]
          : []
      })
    )
    this.#states = after.filter(
      (state, at) => after.findIndex((other) => isDeepStrictEqual(state, other)) === at
    )
    if (after.length > 0) return
    const [copy] = structuredClone(before)
    const told = operations.map((operation, at) => {
      const wanted = happen(operation, copy)
      const { status, body } = answers[at]
      return `${JSON.stringify(operation)} → ${status} ${body.slice(0, 300)}, in this order ${JSON.stringify(wanted)}`
    })
    throw new Error(`No order explains these answers:\n${told.join('\n')}`)
  }

  #remember(operations: Operation[], answers: Answer[]) {
    for (const [at, operation] of operations.entries()) {
      if (!('name' in operation) || answers[at].status !== 201) continue
      this.#ids.set(operation.name, answers[at].json.id)
      if (operation.kind === 'preview') this.#tokens.set(operation.name, answers[at].json.token)
      this.#names[namesOf[operation.kind]].push(operation.name)
    }
  }

  #perform(operation: Operation): Promise<Answer> {
    if (operation.kind === 'sign up') return this.#signUp(operation.name, operation.twice)
    if (operation.kind === 'sign in') return this.#signIn(operation.user)
    const { method, path, body, as } = requestOf(operation, {
      idOf: (name) => this.#ids.get(name),
      passwordOf: (user) => this.#accounts.get(user)!.password,
    })
    const token = 'user' in as ? this.#accounts.get(as.user)?.token : this.setting[as.role].token
    if (operation.kind === 'post' || operation.kind === 'comment') {
      return this.#create(path, body!, { token, twice: operation.twice })
    }
    return this.setting.client.send(method, path, { token, body })
  }

  async #signUp(name: string, twice: boolean): Promise<Answer> {
    const username = freshName()
    const account = { email: `${username}@canary.example`, password: `a secret of ${username}` }
    const answer = await this.#create('/users', { username, ...account }, { twice })
    const tokens = await this.setting.client.signIn(username, account.password)
    this.#ids.set(name, answer.json.id)
    this.#accounts.set(name, { ...account, ...tokens, name: username, id: answer.json.id })
    return answer
  }

  async #signIn(user: string): Promise<Answer> {
    const account = this.#accounts.get(user)!
    const { name: username, password } = account
    const answer = await this.setting.client.post('/login', { username, password })
    if (answer.status === 200) account.token = answer.json.access_token
    return answer
  }

  /** Creates a row under an Idempotency-Key. Optionally twice at once, and then again. */
  async #create(path: string, body: object, { token, twice }: { token?: string; twice: boolean }) {
    const headers = { 'Idempotency-Key': randomUUID() }
    const create = () => this.setting.client.post(path, body, { token, headers })
    if (!twice) return create()

    const both = await Promise.all([create(), create()])
    const made = both.find(({ status }) => status === 201)
    if (!made) return both.find(({ status }) => status !== 409) ?? both[0]
    const again = await create()
    for (const { status, json } of [...both, again]) {
      // A user who was let in at first may be signed out meanwhile. Created rows stay.
      const isSame = status === 201 ? json.id === made.json.id : status < 500
      if (!isSame) throw new Error(`POST ${path} twice under one key: ${status} ${json.id}`)
    }
    return made
  }

  /** Within a second, every worker refuses users who were suspended or erased. */
  async #awaitSignedOut(operations: Operation[]) {
    const { client, workers } = this.setting
    const asked = operations.flatMap((operation) =>
      ['suspend', 'erase'].includes(operation.kind) && 'user' in operation ? [operation.user] : []
    )
    for (const user of asked.filter((each) => this.#isSignedOut(each))) {
      const { token } = this.#accounts.get(user)!
      await eventually(
        async () => {
          const answers = Array.from({ length: 2 * workers }, () => client.get('/users/me', token))
          return (await Promise.all(answers)).every(({ status }) => status === 401)
        },
        {
          within: INVALIDATION_MS,
          what: 'every worker refuses the tokens of suspended and erased users',
        }
      )
    }
  }

  /** Within a second, no answer shows an erased author, before the background job has run. */
  async #awaitUnnamed(operations: Operation[]) {
    const { client, moderator: staff } = this.setting
    const erased = operations.flatMap((operation) =>
      operation.kind === 'erase' ? [operation.user] : []
    )
    for (const user of erased.filter((each) => this.#isErased(each))) {
      const id = this.#ids.get(user)!
      const paths = ['/posts', ...this.#names.posts.map((post) => `/posts/${this.#ids.get(post)}`)]
      await eventually(
        async () => {
          const asked = [
            ...paths.map((path) => client.get(path)),
            ...paths.map((path) => client.get(path, staff.token)),
          ]
          return (await Promise.all(asked)).every(({ body }) => !body.includes(`"user_id":${id},`))
        },
        { within: INVALIDATION_MS, what: 'no post shows an erased author' }
      )
    }
  }

  /** What an erased user had in the trash is deleted in the background, and no read shows when. */
  async #awaitDeleted() {
    const { client, moderator: staff } = this.setting
    await eventually(
      async () => {
        const { status, json } = await client.get('/admin/deletions', staff.token)
        return status === 200 && json.length === 0
      },
      { within: JOB_MS, what: 'nothing is left to be deleted' }
    )
  }

  #isErased = (user: string) => this.#states.every(({ users }) => users.get(user)!.erased)
  #isSignedOut = (user: string) => this.#states.every(({ users }) => !users.get(user)!.signedIn)
  #isSignedIn = (user: string) => this.#states.every(({ users }) => users.get(user)!.signedIn)

  #readsAbout(operations: Operation[]): Read[] {
    const types = operations.filter(isOfType).map(({ type }) => type)
    // Successive requests go to successive workers.
    const workers = Array.from({ length: 2 * this.setting.workers })
    const probes = types.flatMap((type) => workers.map(() => typeProbe(type)))
    const posts = new Set<string>()
    const users = new Set<string>()
    for (const operation of operations) {
      if ('user' in operation) users.add(operation.user)
      if (operation.kind === 'erase') for (const post of this.#names.posts) posts.add(post)
      if ('post' in operation) posts.add(operation.post)
      if (operation.kind === 'post') posts.add(operation.name)
      if (!('comment' in operation)) continue
      for (const { comments } of this.#states) {
        const post = comments.get(operation.comment)?.post
        if (post) posts.add(post)
      }
    }
    const known = [...posts].filter((post) => this.#ids.has(post))
    return [...probes, ...this.#reads(known, [...users])]
  }

  #everything = () => this.#reads(this.#names.posts, this.#names.users)

  #reads(posts: string[], users: string[]): Read[] {
    const viewers: Viewer[] = [null, moderator, ...this.#names.users.filter(this.#isSignedIn)]
    const ids = this.#ids
    const { users: all, types } = this.#names
    return [
      ...posts.flatMap((post) => [
        ...viewers.map((viewer) => postRead(post, viewer, ids)),
        ...viewers.slice(1).map((viewer) => copyRead(post, viewer, ids)),
        ...viewers.slice(1).map((viewer) => reviewRead(post, viewer, ids)),
        commentsRead(post, viewers.at(-1)!, ids),
        commentsRead(post, null, ids),
      ]),
      ...users.flatMap((user) => [
        userRead(user, ids),
        postsOfUserRead(user, null, ids),
        postsOfUserRead(user, viewers.at(-1)!, ids),
      ]),
      ...this.#names.previews.map((name) => previewRead(name, this.#tokens.get(name)!)),
      changesRead(changes, this.#names.posts, ids),
      frontRead(all, null, ids),
      taggedRead('lamps', all, ids),
      typedRead(ANY_TYPE, all, ids),
      ...types.flatMap((type) => [
        typedRead(type, all, ids),
        placedRead(type, 'Bonn', all, ids),
        placedRead(type, 'ulm', all, ids),
      ]),
    ]
  }

  /** Keeps the states that match the reads, within the time that a write may take. */
  async #compare(reads: Read[], within = INVALIDATION_MS) {
    const deadline = Date.now() + within
    // On a busy machine a single round may take long.
    for (let round = 1; ; round++) {
      const shown = await Promise.all(reads.map((read) => this.#ask(read)))
      const right = this.#states.filter((state) =>
        reads.every((read, at) => isDeepStrictEqual(shown[at], read.expected(state)))
      )
      if (right.length > 0) {
        this.#states = right
        tally.reads += reads.length
        return
      }
      if (Date.now() > deadline && round > 3) this.#fail(reads, shown)
      await sleep(10)
    }
  }

  async #ask({ path, viewer, shown, body }: Read) {
    const { client, moderator: staff } = this.setting
    const account = viewer === moderator ? staff : this.#accounts.get(viewer ?? '')
    const token = viewer === null ? undefined : account!.token
    return shown(await client.send(body ? 'POST' : 'GET', path, { token, body }))
  }

  #fail(reads: Read[], shown: unknown[]): never {
    const [state] = this.#states
    const wrong = reads.findIndex((read, at) => !isDeepStrictEqual(shown[at], read.expected(state)))
    const { path, viewer, expected } = reads[wrong]
    throw new Error(
      `GET ${path} as ${viewer ?? 'nobody'} shows\n${JSON.stringify(shown[wrong])}\n` +
        `where the model holds\n${JSON.stringify(expected(state))}`
    )
  }
}

const namesOf = {
  'sign up': 'users',
  'post': 'posts',
  'comment': 'comments',
  'preview': 'previews',
} as const satisfies Record<string, keyof Names>

/** @param from a place in the feed @returns the place after all that happened until now */
async function endOfFeed(from: string, client: Client): Promise<string> {
  for (let place = from; ;) {
    const { headers } = await client.get(place)
    const [, next, rel] = /<([^>]+)>; rel="(next|monitor)"/.exec(String(headers.link))!
    if (rel === 'monitor') return next
    place = next
  }
}

const isOutcome = ({ status, json }: Answer, wanted: Outcome) =>
  status === wanted.status &&
  Object.entries(wanted.counts ?? {}).every(([name, count]) => json[name] === count)

const isOfType = <C extends { kind: string }>(
  one: C
): one is Extract<C, { kind: OfType['kind'] }> => ['put type', 'delete type'].includes(one.kind)

function split<T, S extends T>(all: T[], isFirst: (one: T) => one is S): [S[], Exclude<T, S>[]] {
  const others = all.filter((one): one is Exclude<T, S> => !isFirst(one))
  return [all.filter(isFirst), others]
}

function permutations<T>(items: T[]): T[][] {
  if (items.length < 2) return [items]
  return items.flatMap((item, at) =>
    permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest])
  )
}
