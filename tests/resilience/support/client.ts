import { setTimeout as sleep } from 'node:timers/promises'
import { canary } from '#tests/resilience/support/canaries'
import { send, type Answer } from '#tests/support/wire'

export interface Asked {
  body?: unknown
  token?: string
  headers?: Record<string, string>
}

/** Sends JSON requests to a server, each on its own connection, so that every worker has its turn. */
export class Client {
  constructor(private port: number) {}

  get(path: string, token?: string): Promise<Answer> {
    return this.send('GET', path, { token })
  }

  post(path: string, body: unknown, asked: Omit<Asked, 'body'> = {}): Promise<Answer> {
    return this.send('POST', path, { ...asked, body })
  }

  send(method: string, path: string, { body, token, headers }: Asked = {}): Promise<Answer> {
    return send(path, {
      method,
      port: this.port,
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: {
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(token && { Authorization: `Bearer ${token}` }),
        ...headers,
      },
    })
  }

  /** Repeats the request until an answer is not from an outage. */
  async insist(method: string, path: string, asked: Asked): Promise<Answer & { attempts: number }> {
    for (let attempts = 1; ; attempts++) {
      const answer = await this.send(method, path, asked).catch(() => null)
      const isFinal = answer && answer.status < 500 && answer.status !== 409
      if (isFinal) return { ...answer, attempts }
      if (attempts === 500) throw new Error(`${method} ${path}: ${answer?.body ?? 'no answer'}`)
      await sleep(20)
    }
  }

  /** Creates an account. @returns its id and its tokens */
  async signUp(name: string, secret = `correct horse of ${name}`) {
    const details = { email: canary(`${name}@canary.example`), password: canary(secret) }
    const { status, json } = await this.post('/users', { ...details, username: name })
    if (status !== 201) throw new Error(`POST /users answers ${status}: ${JSON.stringify(json)}`)
    return { id: json.id as number, name, ...details, ...(await this.signIn(name, secret)) }
  }

  async signIn(name: string, password: string) {
    const { status, json } = await this.post('/login', { username: name, password })
    if (status !== 200) throw new Error(`POST /login answers ${status}: ${JSON.stringify(json)}`)
    return { token: canary(json.access_token), refreshToken: canary(json.refresh_token) }
  }
}

export type Account = Awaited<ReturnType<Client['signUp']>>
