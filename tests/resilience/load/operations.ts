import { randomUUID } from 'node:crypto'
import { canary } from '#tests/resilience/support/canaries'
import { Client, type Account } from '#tests/resilience/support/client'
import { freshName } from '#tests/resilience/support/people'
import type { Ledger } from '#tests/resilience/load/ledger'
import type { Tally } from '#tests/resilience/load/tally'
import type { Fixture } from '#tests/resilience/load/fixture'

type Operation = 'lists' | 'post' | 'comments' | 'me' | Write
type Write = 'write' | 'reply' | 'vote' | 'signUp' | 'login' | 'lock'

/** The operations of a user in turn: eleven reads to six writes, and sometimes a rare one. */
const day: Operation[] = [
  ...(['lists', 'post', 'vote', 'post', 'comments', 'write', 'lists', 'me'] as const),
  ...(['post', 'reply', 'lists', 'vote', 'comments', 'post', 'reply', 'lists', 'vote'] as const),
]
const rare: Operation[] = ['signUp', 'login', 'lock']

/** The requests of a load. The ledger records writes that were answered 2xx. */
export class Operations {
  #client: Client
  #turn = 0
  #newcomer?: { id: number; name: string; password: string }

  constructor(
    private fixture: Fixture,
    port: number,
    private ledger: Ledger,
    private tally: Tally
  ) {
    this.#client = new Client(port)
  }

  /** The next operation of a member. */
  next(member: number) {
    const turn = this.#turn++
    const operation =
      turn % 20 === 19 ? rare[Math.floor(turn / 20) % rare.length] : day[turn % day.length]
    return this[operation](this.fixture.members[member], turn)
  }

  private lists(_: Account, turn: number) {
    return this.#get(turn % 3 ? '/posts' : '/posts?sort=top')
  }

  private post(_: Account, turn: number) {
    return this.#get(`/posts/${this.#somePost(turn)}`)
  }

  private comments(_: Account, turn: number) {
    return this.#get(`/posts/${this.#somePost(turn)}/comments?sort=new`)
  }

  private me({ token }: Account) {
    return this.#get('/users/me', token)
  }

  private async write({ token }: Account) {
    const title = `Post ${randomUUID()}`
    const answer = await this.#send('/posts', { title, content: 'Of the load' }, token)
    if (answer) this.ledger.add('posts', answer.json.id, title)
  }

  private async reply({ token }: Account, turn: number) {
    const content = `Comment ${randomUUID()}`
    const answer = await this.#send('/comments', { post_id: this.#somePost(turn), content }, token)
    if (answer) this.ledger.add('comments', answer.json.id, content)
  }

  private async vote({ id, token }: Account, turn: number) {
    const post = this.#somePost(turn)
    const direction = (turn % 3) - 1
    this.ledger.voteSent(post, id, direction)
    const answer = await this.#send('/votes', { post_id: post, vote_dir: direction }, token)
    if (answer) this.ledger.voteAnswered(post, id, direction)
  }

  private async signUp() {
    const username = freshName('new')
    const secrets = {
      email: canary(`${username}@canary.example`),
      password: canary(`a secret of ${username}`),
    }
    const answer = await this.#send('/users', { username, ...secrets })
    if (!answer) return
    this.ledger.add('users', answer.json.id, username)
    this.#newcomer = { id: answer.json.id, name: username, password: secrets.password }
  }

  private async login() {
    if (!this.#newcomer) return
    const { id, name, password } = this.#newcomer
    const answer = await this.#send('/login', { username: name, password })
    if (!answer) return
    const token = canary(answer.json.access_token as string)
    const { sid } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString())
    this.ledger.add('sessions', Number(sid), String(id))
  }

  /** A staff action on a post that no other operation writes on. It writes to the audit log. */
  private async lock(_: Account, turn: number) {
    const action = Math.floor(turn / 60) % 2 ? 'post.unlock' : 'post.lock'
    const body = { action, target_id: this.fixture.posts[0], reason: 'For the test of faults' }
    const { token } = this.fixture.moderator
    const answer = await this.#send('/admin/actions', body, token, [409])
    if (answer?.status === 201) this.ledger.add('audit_entries', answer.json.id, action)
  }

  #somePost(turn: number) {
    const [, ...posts] = this.fixture.posts
    return posts[turn % posts.length]
  }

  #get(path: string, token?: string) {
    const what = `GET ${path.replace(/\d+/, '{id}')}`
    return this.tally.count(what, () => this.#client.get(path, token))
  }

  /** @param excused statuses that are neither a success nor a fault */
  #send(path: string, body: object, token?: string, excused: number[] = []) {
    return this.tally.count(`POST ${path}`, () => this.#client.post(path, body, { token }), excused)
  }
}
