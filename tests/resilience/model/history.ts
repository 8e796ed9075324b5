import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Command } from '#tests/resilience/model/commands'
import { operationFor, type Operation, type Names } from '#tests/resilience/model/operations'
import {
  commentsRead,
  copyRead,
  frontRead,
  postRead,
  postsOfUserRead,
  taggedRead,
  userRead,
  type Read,
} from '#tests/resilience/model/reads'
import { happen, type Outcome } from '#tests/resilience/model/rules'
import { emptyState, moderator, type ModelState, type Viewer } from '#tests/resilience/model/state'
import type { Account, Client } from '#tests/resilience/support/client'
import { freshName } from '#tests/resilience/support/people'
import { eventually } from '#tests/support/eventually'
import type { Answer } from '#tests/support/wire'

/** Milliseconds until every worker knows of a write (docs/decisions/cache-invalidation.md). */
const INVALIDATION_MS = 1000
/** Milliseconds until the votes and drafts of an erased account are gone (docs/decisions/erasure.md). */
const ERASURE_MS = 20_000

/** The totals of all histories of a run. */
export const tally = { turns: 0, operations: 0, reads: 0 }

interface Setting {
  client: Client
  staff: Account
  workers: number
}

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
  #names: Names = { users: [], posts: [], comments: [] }
  #states: ModelState[] = []

  private constructor(private setting: Setting) {}

  /** @throws Error with the first answer that no order explains */
  static async play(turns: Command[][], setting: Setting) {
    const history = new History(setting)
    await history.#begin(['ada', 'bob'])
    for (const [at, commands] of turns.entries()) await history.#turn(commands, at)
    await history.#compare(history.#everything())
  }

  async #begin(users: string[]) {
    await Promise.all(users.map((user) => this.#signUp(user, false)))
    this.#states = [emptyState(...users)]
    this.#names.users = users
  }

  async #turn(commands: Command[], at: number) {
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
    await this.#compare(this.#readsAbout(operations), isErasing ? ERASURE_MS : INVALIDATION_MS)
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
      if (operation.kind === 'sign up') this.#names.users.push(operation.name)
      else this.#names[operation.kind === 'post' ? 'posts' : 'comments'].push(operation.name)
    }
  }

  #perform(operation: Operation): Promise<Answer> {
    const { client, staff } = this.setting
    const token = 'user' in operation ? this.#accounts.get(operation.user)?.token : undefined
    const send = (method: string, path: string, body?: object) =>
      client.send(method, path, { token, body })
    const act = (action: string, name: string) =>
      client.post(
        '/admin/actions',
        { action, target_id: this.#ids.get(name), reason: 'So the history says.' },
        { token: staff.token }
      )

    switch (operation.kind) {
      case 'sign up':
        return this.#signUp(operation.name, operation.twice)
      case 'sign in':
        return this.#signIn(operation.user)
      case 'post': {
        const { title, published, twice } = operation
        return this.#create('/posts', { title, content: title, published }, { token, twice })
      }
      case 'edit': {
        const { title, published } = operation
        return send('PATCH', `/posts/${this.#ids.get(operation.post)}`, { title, published })
      }
      case 'tag':
        return send('PATCH', `/posts/${this.#ids.get(operation.post)}`, { tags: operation.tags })
      case 'save copy': {
        const { title } = operation
        return send('PATCH', `/posts/${this.#ids.get(operation.post)}/draft`, { title })
      }
      case 'discard copy':
        return send('DELETE', `/posts/${this.#ids.get(operation.post)}/draft`)
      case 'schedule':
        return send('PUT', `/posts/${this.#ids.get(operation.post)}/publication`, { at: inADay() })
      case 'publish':
        return send('PUT', `/posts/${this.#ids.get(operation.post)}/publication`, {})
      case 'unpublish':
        return send('DELETE', `/posts/${this.#ids.get(operation.post)}/publication`)
      case 'trash':
        return send('DELETE', `/posts/${this.#ids.get(operation.post)}`)
      case 'untrash':
        return send('PATCH', `/posts/${this.#ids.get(operation.post)}`, { deleted: false })
      case 'delete':
        return send('DELETE', `/posts/${this.#ids.get(operation.post)}?purge=true`)
      case 'vote':
        return send('POST', '/votes', {
          post_id: this.#ids.get(operation.post),
          vote_dir: operation.direction,
        })
      case 'comment': {
        const { content, twice } = operation
        const parent = operation.parent === null ? null : this.#ids.get(operation.parent)
        const body = { post_id: this.#ids.get(operation.post), content, parent_id: parent }
        return this.#create('/comments', body, { token, twice })
      }
      case 'edit comment':
        return send('PATCH', `/comments/${this.#ids.get(operation.comment)}`, {
          content: operation.content,
        })
      case 'delete comment':
        return send('DELETE', `/comments/${this.#ids.get(operation.comment)}`)
      case 'erase':
        return send('DELETE', '/users/me', {
          password: this.#accounts.get(operation.user)!.password,
        })
      case 'remove':
      case 'restore':
        return act(`post.${operation.kind}`, operation.post)
      case 'remove comment':
        return act('comment.remove', operation.comment)
      case 'restore comment':
        return act('comment.restore', operation.comment)
      case 'suspend':
      case 'unsuspend':
        return act(`user.${operation.kind}`, operation.user)
    }
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
    const { client, staff } = this.setting
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
    const { client, staff } = this.setting
    await eventually(
      async () => {
        const { status, json } = await client.get('/admin/deletions', staff.token)
        return status === 200 && json.length === 0
      },
      { within: ERASURE_MS, what: 'nothing is left to be deleted' }
    )
  }

  #isErased = (user: string) => this.#states.every(({ users }) => users.get(user)!.erased)
  #isSignedOut = (user: string) => this.#states.every(({ users }) => !users.get(user)!.signedIn)
  #isSignedIn = (user: string) => this.#states.every(({ users }) => users.get(user)!.signedIn)

  #readsAbout(operations: Operation[]): Read[] {
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
    return this.#reads(
      [...posts].filter((post) => this.#ids.has(post)),
      [...users]
    )
  }

  #everything = () => this.#reads(this.#names.posts, this.#names.users)

  #reads(posts: string[], users: string[]): Read[] {
    const viewers: Viewer[] = [null, moderator, ...this.#names.users.filter(this.#isSignedIn)]
    const ids = this.#ids
    return [
      ...posts.flatMap((post) => [
        ...viewers.map((viewer) => postRead(post, viewer, ids)),
        ...viewers.slice(1).map((viewer) => copyRead(post, viewer, ids)),
        commentsRead(post, viewers.at(-1)!, ids),
        commentsRead(post, null, ids),
      ]),
      ...users.flatMap((user) => [
        userRead(user, ids),
        postsOfUserRead(user, null, ids),
        postsOfUserRead(user, viewers.at(-1)!, ids),
      ]),
      frontRead(this.#names.users, null, ids),
      taggedRead('lamps', this.#names.users, ids),
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

  async #ask({ path, viewer, shown }: Read) {
    const { client, staff } = this.setting
    const account = viewer === moderator ? staff : this.#accounts.get(viewer ?? '')
    return shown(await client.get(path, viewer === null ? undefined : account!.token))
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

const inADay = () => new Date(Date.now() + 86_400_000).toISOString()

const isOutcome = ({ status, json }: Answer, wanted: Outcome) =>
  status === wanted.status &&
  Object.entries(wanted.counts ?? {}).every(([name, count]) => json[name] === count)

function permutations<T>(items: T[]): T[][] {
  if (items.length < 2) return [items]
  return items.flatMap((item, at) =>
    permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest])
  )
}
