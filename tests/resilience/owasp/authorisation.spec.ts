import { randomUUID } from 'node:crypto'
import type { HttpContext } from '@adonisjs/core/http'
import router from '@adonisjs/core/services/router'
import { test } from '@japa/runner'
import { tokenAccessOf } from '#http/token_access'
import type { NeedsStepUp } from '#middleware/step_up_middleware'
import type { Scope } from '#domain/scopes'
import { openApi } from '#openapi/published'
import { operationsOf } from '#tests/resilience/fuzz/cases'
import { askers, matrix, type Asker, type Line } from '#tests/resilience/owasp/matrix'
import { Subjects } from '#tests/resilience/owasp/subjects'
import { Client, type Account } from '#tests/resilience/support/client'
import { deployment, type Deployment } from '#tests/resilience/support/deployment'
import { note } from '#tests/resilience/support/findings'
import { person } from '#tests/resilience/support/people'

interface PersonalToken {
  token: string
  scopes: Scope[]
}

/** Sends every line of the table as each user. */
class Inspection {
  private constructor(
    private client: Client,
    private accounts: Record<Asker, Account | undefined>,
    private subjects: Subjects
  ) {}

  static async of(square: Deployment) {
    const accounts = {
      nobody: undefined,
      member: await person(square),
      owner: await person(square),
      moderator: await person(square, 'moderator'),
      admin: await person(square, 'admin'),
      watch: await custom(square, 'watch'),
      editor: await person(square, 'editor'),
      desk: await custom(square, 'desk'),
      author: await person(square, 'author'),
    }
    const people = { owner: accounts.owner.id, admin: accounts.admin.id }
    const client = new Client(square.plaza.port)
    const inspection = new Inspection(client, accounts, new Subjects(square.postgres, people))
    // Creates an audit entry.
    const act = matrix.find(({ body }) => body.action === 'post.remove')!
    await inspection.ask(act, 'admin')
    return inspection
  }

  /** @param personalToken instead of the access token */
  async ask({ method, path, body }: Line, asker: Asker, personalToken?: string) {
    const account = this.accounts[asker]
    const target = await this.#filled(path)
    const entries = Object.entries(body).map(async ([name, value]) => [
      name,
      name === 'username' ? this.accounts.owner!.name : await this.#value(value),
    ])
    const sent = entries.length > 0 ? Object.fromEntries(await Promise.all(entries)) : undefined
    const token = personalToken ?? account?.token
    const answer = await this.client.send(method, target, { body: sent, token })
    if (account && !personalToken && path === '/logout') {
      Object.assign(account, await this.client.signIn(account.name, account.password))
    }
    return answer
  }

  /** A personal token with these scopes, or with all that the user can give. */
  async personalToken(asker: Asker, given?: Scope[]): Promise<PersonalToken> {
    const { token: access } = this.accounts[asker]!
    const { json: me } = await this.client.get('/users/me?include=permissions', access)
    const scopes = given ?? ['read', ...me.permissions]
    const { json } = await this.client.post('/tokens', { name: 'All', scopes }, { token: access })
    return { token: json.token, scopes }
  }

  get secrets() {
    const { owner, admin } = this.accounts
    return [owner!.email, admin!.email, '$argon2']
  }

  async #value(text: string): Promise<unknown> {
    if (text === '{uuid}') return randomUUID()
    const [, target] = /^\[\{(\w+)\}\]$/.exec(text) ?? []
    if (target) return [{ id: await this.subjects.make(target) }]
    const [, permission] = /^\[([a-z_.]+)\]$/.exec(text) ?? []
    if (permission) return [permission]
    const [, subject] = /^\{(\w+)\}$/.exec(text) ?? []
    if (subject) return this.subjects.make(subject)
    if (text === 'false') return false
    return /^\d+$/.test(text) ? Number(text) : text
  }

  async #filled(path: string) {
    const [braces, subject] = /\{(\w+)\}/.exec(path) ?? []
    if (!subject) return path
    const made = subject === 'preview_token' ? this.#preview() : this.subjects.make(subject)
    return path.replaceAll(braces!, String(await made))
  }

  /** The token of a preview, which only its first answer has. */
  async #preview(): Promise<string> {
    const draft = await this.subjects.make('draft')
    const { token } = this.accounts.owner!
    const { json } = await this.client.post(`/posts/${draft}/previews`, {}, { token })
    return json.token
  }
}

/** Roles that an admin made. */
const customRoles = {
  watch: ['comments.write', 'votes.cast', 'reports.handle'],
  desk: ['posts.draft', 'posts.edit_any', 'types.manage', 'roles.manage'],
}

async function custom(square: Deployment, role: keyof typeof customRoles) {
  await square.postgres.query(
    `insert into roles (name, rank, permissions) values ($1, 1, $2) on conflict do nothing`,
    [role, customRoles[role]]
  )
  return person(square, role)
}

const routeOf = ({ method, path }: Pick<Line, 'method' | 'path'>) =>
  router.match(path.split('?')[0].replace(/\{\w+\}/g, '1'), method, true)!.route

const needsToken = (line: Line) =>
  [...routeOf(line).middleware.all()].some((one) => 'name' in one && one.name === 'auth')

/** A personal token never steps up. */
const needsStepUp = (line: Line) =>
  [...routeOf(line).middleware.all()].some((one) => {
    if (!('name' in one) || one.name !== 'stepUp') return false
    const { args: isNeeded = () => true } = one as { args?: NeedsStepUp }
    const input = (name: string, absent: unknown) => line.body[name] ?? absent
    return isNeeded({ request: { input } } as unknown as HttpContext)
  })

/** Whether one of the scopes opens the route, whatever the user may do there. */
function isLetIn(line: Line, { scopes }: PersonalToken): boolean {
  if (!needsToken(line)) return true
  if (needsStepUp(line)) return false
  return tokenAccessOf(routeOf(line))?.some((scope) => scopes.includes(scope)) ?? false
}

const patternOf = (line: Pick<Line, 'method' | 'path'>) => {
  const { method } = line
  const route = routeOf(line)
  return `${method} ${route.pattern.replace(/:(\w+)/g, '{$1}')}`
}

test.group('API1, API3 and API5: authorisation', () => {
  test('the table names every operation of the OpenAPI document', async ({ assert }) => {
    const documented = operationsOf(await openApi()).map(({ method, path }) => `${method} ${path}`)
    const tabled = new Set(matrix.map(patternOf))
    assert.isEmpty(documented.filter((operation) => !tabled.has(operation)))
  })

  test('every operation answers each role as the table says, for own and others’ resources', async ({
    assert,
  }) => {
    const inspection = await Inspection.of(await deployment())
    const wrong: string[] = []
    const inspect = async (line: Line, asker: Asker) => {
      const { status, body } = await inspection.ask(line, asker)
      if (status !== line.expected[asker]) {
        wrong.push(`${line.method} ${line.path} as ${asker}: ${status} ${body.slice(0, 200)}`)
      }
      const isStranger = !['owner', 'moderator', 'admin'].includes(asker)
      const told = inspection.secrets.filter((secret) => body.includes(secret))
      if (isStranger && told.length > 0) wrong.push(`${line.path} tells ${asker} ${told.join()}`)
    }
    for (const line of matrix) await Promise.all(askers.map((asker) => inspect(line, asker)))
    note({
      action: `each of ${matrix.length} requests, on every route, without a token, as another user, the owner, each built-in role, and two roles that an admin made`,
      times: matrix.length * askers.length,
      expected: 'the status of the table, and no e-mail of others (API1, API3, API5)',
      result: wrong.length === 0 ? 'as expected' : `${wrong.length} otherwise`,
    })
    assert.isEmpty(wrong, wrong.join('\n'))
  })

  test('a personal token does what its user may, and manages no account', async ({ assert }) => {
    const inspection = await Inspection.of(await deployment())
    const wrong: string[] = []
    const users = askers.filter((asker) => asker !== 'nobody')
    const tokens = await Promise.all(
      users.map(async (asker) => ({
        asker,
        all: await inspection.personalToken(asker),
        read: await inspection.personalToken(asker, ['read']),
      }))
    )
    for (const line of matrix) {
      await Promise.all(
        tokens.flatMap(({ asker, all, read }) =>
          [all, ...(line.method === 'GET' ? [] : [read])].map(async (token) => {
            const { status, body } = await inspection.ask(line, asker, token.token)
            const expected = isLetIn(line, token) ? line.expected[asker] : 403
            if (status === expected) return
            wrong.push(`${line.method} ${line.path} as ${asker}: ${status} ${body.slice(0, 200)}`)
          })
        )
      )
    }
    note({
      action: `the same ${matrix.length} requests with personal tokens: of all scopes, and of read alone`,
      times: matrix.length * tokens.length * 2,
      expected: 'as with a session; no write with read alone, and nothing about the account',
      result: wrong.length === 0 ? 'as expected' : `${wrong.length} otherwise`,
    })
    assert.isEmpty(wrong, wrong.join('\n'))
  })
})
