import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { isAccess } from '#tests/resilience/model/access_operations'
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
import { Keys } from '#tests/resilience/model/keys'
import type { Outcome } from '#tests/resilience/model/outcome'
import {
  accessRead,
  changesRead,
  commentsRead,
  copyRead,
  postRead,
  previewRead,
  reviewRead,
  userRead,
  type Read,
} from '#tests/resilience/model/reads'
import { requestOf, type Request } from '#tests/resilience/model/requests'
import { happen } from '#tests/resilience/model/rules'
import {
  emptyState,
  isOpen,
  moderator,
  type ModelState,
  type Viewer,
} from '#tests/resilience/model/state'
import { canary } from '#tests/resilience/support/canaries'
import type { Account, Client } from '#tests/resilience/support/client'
import { freshName } from '#tests/resilience/support/people'
import type { Postgres } from '#tests/resilience/support/postgres'
import { ANY_TYPE } from '#domain/types/type'
import { eventually } from '#tests/support/eventually'
import { tokenIn, type MailServer } from '#tests/support/mail_server'
import type { Answer } from '#tests/support/wire'

/** Milliseconds until every worker knows of a write (docs/decisions/cache-invalidation.md). */
const INVALIDATION_MS = 1000
/** Milliseconds until a job has done its work: on an erased account (docs/decisions/erasure.md), on a type. */
const JOB_MS = 20_000

/** The totals of all histories of a run. */
export const tally = { turns: 0, operations: 0, reads: 0 }

interface Setting {
  client: Client
  postgres: Postgres
  mails: MailServer
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
  #keys = new Keys()
  /** The session that a user's requests belong to, by name. */
  #current = new Map<string, string>()
  /** Names of sessions and personal tokens that ended. */
  #ended = new Set<string>()
  /** Names of users, posts and comments. No two share a name. */
  #ids = new Map<string, number>()
  #names: Names = {
    users: [],
    posts: [],
    comments: [],
    previews: [],
    types: [],
    tokens: [],
    links: this.#keys.links,
    challenges: this.#keys.challenges,
  }
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
    const operations = this.#operations(commands, at)
    await this.#awaitConfirmations(operations)
    await this.#renewCodes()
    const answers = await Promise.all(operations.map((operation) => this.#perform(operation)))
    this.#explain(operations, answers)
    this.#remember(operations, answers)
    await this.#awaitEnded()
    await this.#awaitLinks(operations)
    await this.#awaitUnnamed(operations)
    const isErasing = operations.some(({ kind }) => kind === 'erase')
    if (isErasing) await this.#awaitDeleted()
    const hasJobs = isErasing || operations.some(isOfType)
    await this.#compare(this.#readsAbout(operations), hasJobs ? JOB_MS : INVALIDATION_MS)
    tally.turns++
    tally.operations += operations.length
  }

  #operations(commands: Command[], at: string): Operation[] {
    const [first] = commands
    const isTwin = commands.length === 1 && 'isTwin' in first && first.isTwin
    const sent = isTwin ? [first, first] : commands
    const operations = sent.flatMap(
      (command, index) =>
        operationFor(command, `${at}.${index}`, this.#names, this.#states[0]) ?? []
    )
    // Two requests at once are told by one mail or by two.
    const askers = operations.map((one) => one.kind === 'ask for link' && one.user)
    return operations
      .filter((_, index) => !askers[index] || askers.indexOf(askers[index]) === index)
      .map((one) => ('user' in one ? { ...one, session: this.#current.get(one.user) } : one))
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
      if (isAccess(operation)) this.#keys.keep(operation, answers[at])
      if (!('name' in operation) || answers[at].status !== 201) continue
      if (operation.kind === 'make token') this.#names.tokens.push(operation.name)
      if (isAccess(operation)) continue
      this.#ids.set(operation.name, answers[at].json.id)
      if (operation.kind === 'preview') this.#tokens.set(operation.name, answers[at].json.token)
      this.#names[namesOf[operation.kind]].push(operation.name)
    }
    for (const [user, { sessions }] of this.#states[0].users) {
      const newest = [...sessions].at(-1)
      if (newest !== undefined) this.#current.set(user, newest)
    }
  }

  #perform(operation: Operation): Promise<Answer> {
    if (operation.kind === 'sign up') return this.#signUp(operation.name, operation.twice)
    const { method, path, body, as } = requestOf(operation, {
      idOf: (name) => this.#ids.get(name),
      keys: this.#keys,
    })
    const token = this.#tokenOf(as)
    if (operation.kind === 'post' || operation.kind === 'comment') {
      return this.#create(path, body!, { token, twice: operation.twice })
    }
    return this.setting.client.send(method, path, { token, body })
  }

  #tokenOf(as: Request['as']): string | undefined {
    if (!as) return undefined
    if ('token' in as) return as.token
    return 'role' in as ? this.setting[as.role].token : this.#keys.sessions.get(as.session)!.token
  }

  async #signUp(user: string, twice: boolean): Promise<Answer> {
    const username = freshName()
    const email = `${username}@canary.example`
    const password = `a secret of ${username}`
    const answer = await this.#create('/users', { username, email, password }, { twice })
    const { token } = await this.setting.client.signIn(username, password)
    this.#ids.set(user, answer.json.id)
    this.#current.set(user, user)
    this.#keys.emails.set(user, email)
    this.#keys.passwords.set(user, password)
    this.#keys.sessions.set(user, { user, token })
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

  /** The link of a sign-up is on its way since an earlier turn. */
  async #awaitConfirmations(operations: Operation[]) {
    const { confirmations, emails } = this.#keys
    for (const operation of operations) {
      if (operation.kind !== 'confirm e-mail' || confirmations.has(operation.user)) continue
      if (this.#states.some(({ users }) => users.get(operation.user)!.erased)) continue
      const [mail] = await this.#mails(emails.get(operation.user)!, 'email_confirmation', 1)
      confirmations.set(operation.user, canary(tokenIn(mail)))
    }
  }

  /** A request for a new password is told by a mail, unless the account was erased meanwhile. */
  async #awaitLinks(operations: Operation[]) {
    for (const operation of operations) {
      if (operation.kind !== 'ask for link') continue
      const { name, user } = operation
      if (this.#states.some(({ users }) => users.get(user)!.erased)) continue
      const known = this.#keys.links.get(user)?.length ?? 0
      const email = this.#keys.emails.get(user)!
      const mails = await this.#mails(email, 'password_reset', known + 1)
      this.#keys.keepLink(name, { user, token: tokenIn(mails[known]) })
    }
  }

  async #mails(address: string, kind: string, count: number) {
    const some = () => this.setting.mails.to(address).filter((mail) => mail.kind === kind)
    await eventually(() => some().length >= count, { what: `${count} mails ${kind} came` })
    return some()
  }

  /** As if a while had passed, so that the code of the present step counts again. */
  async #renewCodes() {
    this.#keys.at = Date.now()
    const apps = this.#states.flatMap(({ users }) =>
      [...users.values()].flatMap(({ app }) => app ?? [])
    )
    if (!apps.some(({ isCodeUsed }) => isCodeUsed)) return
    await this.setting.postgres.query('update totp_secrets set last_step = 0')
    for (const app of apps) app.isCodeUsed = false
  }

  /** Within a second, every worker refuses the sessions and personal tokens that have ended. */
  async #awaitEnded() {
    const { client, workers } = this.setting
    const { sessions, tokens } = this.#keys
    const ended = [...sessions, ...tokens].filter(
      ([name]) => !this.#ended.has(name) && !this.#states.some((state) => isOpen(state, name))
    )
    if (ended.length === 0) return
    const names = ended.map(([name]) => name)
    await eventually(
      async () => {
        const asked = ended.flatMap(([, { token }]) =>
          Array.from({ length: 2 * workers }, () => client.get('/users/me', token))
        )
        return (await Promise.all(asked)).every(({ status }) => status === 401)
      },
      {
        within: INVALIDATION_MS,
        what: `every worker refuses sessions and tokens that have ended, among ${names.join(', ')}`,
      }
    )
    for (const name of names) this.#ended.add(name)
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
  #isSignedIn = (user: string) =>
    this.#states.every(({ users }) => users.get(user)!.sessions.has(this.#current.get(user)!))

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
    return [...probes, ...this.#openings(), ...this.#reads(known, [...users])]
  }

  #everything = () => [
    ...this.#openings([...this.#ended]),
    ...this.#reads(this.#names.posts, this.#names.users),
  ]

  /** Of all sessions and personal tokens that may go on. @param more names */
  #openings(more: string[] = []): Read[] {
    const { sessions, tokens } = this.#keys
    return [...sessions, ...tokens]
      .filter(([name]) => !this.#ended.has(name) || more.includes(name))
      .map(([name, { token }]) => accessRead(name, token))
  }

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

  async #ask({ path, viewer, shown, body, token = this.#tokenOfViewer(viewer) }: Read) {
    return shown(await this.setting.client.send(body ? 'POST' : 'GET', path, { token, body }))
  }

  #tokenOfViewer(viewer: Viewer): string | undefined {
    if (viewer === null) return undefined
    if (viewer === moderator) return this.setting.moderator.token
    return this.#keys.sessions.get(this.#current.get(viewer)!)!.token
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
