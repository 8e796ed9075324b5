import { randomUUID } from 'node:crypto'
import { ownedResources } from '#queries/own/owned_resources'
import { freshName } from '#tests/resilience/support/people'
import type { Postgres } from '#tests/resilience/support/postgres'
import type { Role } from '#tests/support/roles'

/** The resources of requests, made for each of them and never requested before. */
export class Subjects {
  constructor(
    private postgres: Postgres,
    private people: { owner: number; admin: number }
  ) {}

  /** The values in braces in the table of requests: an id, or an unused e-mail. */
  async make(name: string): Promise<number | string> {
    const { owner, admin } = this.people
    switch (name) {
      case 'owner':
        return owner
      case 'email':
        return `${freshName()}@canary.example`
      case 'post':
        return this.#post(owner)
      case 'admin_post':
        return this.#post(admin)
      case 'draft':
        return this.#post(owner, { published: false })
      case 'trashed':
        return this.#post(owner, { published: false, trashed_at: new Date() })
      case 'removed':
        return this.#post(owner, { removed_at: new Date() })
      case 'locked':
        return this.#post(owner, { locked: true })
      case 'reviewed': {
        const post = await this.#post(owner, { published: false })
        const ask = `insert into post_reviews (post_id, state, requested_by) values ($1, 'requested', $2)`
        await this.postgres.query(ask, [post, owner])
        return post
      }
      // Its preview has the same id.
      case 'previewed': {
        const post = await this.#post(owner, { published: false })
        const make = `insert into post_previews (id, post_id, digest, creator_id, expires_at)
          overriding system value values ($1::bigint, $1, 'of ' || $1::bigint, $2, now() + interval '1 h')`
        await this.postgres.query(make, [post, owner])
        return post
      }
      case 'opened': {
        const post = await this.#post(owner)
        const open = 'insert into post_editors (post_id, user_id) values ($1, $2)'
        await this.postgres.query(open, [post, owner])
        return post
      }
      case 'slug':
        return this.#slugOf(owner)
      case 'unpublished_slug':
        return this.#slugOf(owner, { published: false })
      case 'comment':
        return this.#comment(owner, await this.#post(owner))
      case 'trashed_comment':
        return this.#comment(owner, await this.#post(owner), { deleted_at: new Date() })
      case 'trash_of_draft': {
        const draft = await this.#post(admin, { published: false })
        return this.#comment(owner, draft, { deleted_at: new Date() })
      }
      case 'removed_in_trash': {
        const times = { deleted_at: new Date(), removed_at: new Date() }
        return this.#comment(owner, await this.#post(owner), times)
      }
      case 'admin_comment':
        return this.#comment(admin, await this.#post(owner))
      case 'draft_comment':
        return this.#comment(owner, await this.#post(owner, { published: false }))
      case 'removed_comment':
        return this.#comment(owner, await this.#post(owner), { removed_at: new Date() })
      case 'session':
        return this.#insert('sessions', { user_id: owner, secret: 'none', expires_at: inAnHour() })
      case 'token':
        return this.#token({ user_id: owner })
      case 'export':
        return this.#insert('data_exports', { user_id: owner, finished_at: new Date() })
      // The token of the user has the same id.
      case 'tokened': {
        const user = await this.#user('member')
        const make = `insert into personal_tokens (id, user_id, name, digest, last_four, scopes, expires_at)
          overriding system value
          values ($1::bigint, $1, 'Token', 'of ' || $1::bigint, 'four', '{read}', now() + interval '1 h')`
        await this.postgres.query(make, [user])
        return user
      }
      case 'application':
        return this.#insert('sign_ups', {
          email: `${freshName()}@canary.example`,
          password: 'none',
          application: 'Please',
          applied_at: new Date(),
        })
      case 'invite':
        return this.#insert('invites', {
          user_id: owner,
          max_uses: 1,
          expires_at: inAnHour(),
        })
      // With one of the owner, the owner's session would prove too little.
      case 'passkey':
        return this.#insert('passkeys', {
          user_id: await this.#user('member'),
          user_handle: Buffer.from('member'),
          credential_id: freshName('key'),
          public_key: Buffer.from('key'),
          counter: 0,
          backed_up: false,
          name: 'Phone',
        })
      case 'identity':
        return this.#insert('identities', {
          user_id: owner,
          issuer: 'keycloak',
          issuer_url: 'https://id.example',
          subject: freshName('subject'),
        })
      case 'bot':
        return this.#insert('users', { username: freshName('bot'), bot: true })
      case 'report':
        return this.#insert('reports', {
          target_type: 'post',
          target_id: await this.#post(owner),
          reason: 'spam',
        })
      case 'own_report':
        return this.#insert('reports', {
          reporter_id: owner,
          target_type: 'post',
          target_id: await this.#post(admin),
          reason: 'spam',
        })
      case 'entry':
        return this.#entry()
      case 'import':
        return this.#insert('imports', { format: 'ghost', source: 'x', digest: 'x' })
      case 'mail':
        return this.#mail()
      case 'media':
        return this.#media()
      case 'webhook':
        return this.#webhook()
      case 'delivery':
        return this.#delivery()
      case 'batch':
        return this.#batch()
      case 'done_batch': {
        const id = await this.#batch()
        const post = await this.#post(owner, { locked: true })
        await this.postgres.query(
          `insert into audit_entries (action, origin, target_type, target_id, before, after, batch_id)
           values ('post.lock', 'api', 'post', $1, '{"locked": false}', '{"locked": true}', $2)`,
          [post, id]
        )
        return id
      }
      case 'role_name':
        return freshName('role')
      case 'role': {
        const role = freshName('role')
        await this.#insert('roles', { name: role, rank: 1, permissions: ['reports.handle'] })
        return role
      }
      case 'tag_name':
        return freshName('tag')
      case 'tag': {
        const slug = freshName('tag').replaceAll('_', '-')
        await this.#insert('tags', { slug, name: slug, is_curated: true })
        return slug
      }
      case 'collection': {
        const slug = freshName('collection').replaceAll('_', '-')
        await this.#insert('collections', { slug, title: slug })
        return slug
      }
      case 'reason':
        return this.#insert('reasons', { title: freshName('reason'), text: 'Because' })
      case 'shared_view':
        return this.#insert('saved_views', {
          name: freshName('view'),
          list: 'reports',
          shared: true,
        })
      case 'admin_view':
        return this.#insert('saved_views', {
          name: freshName('view'),
          list: 'posts',
          user_id: admin,
        })
      case 'type': {
        const type = freshName('type')
        await this.#insert('types', { name: type, title: type })
        return type
      }
      // The note on the user has the same id.
      case 'noted': {
        const user = await this.#user('member')
        const note = `insert into user_notes (id, user_id, text)
          overriding system value values ($1, $1, 'Note')`
        await this.postgres.query(note, [user])
        return user
      }
      case 'other':
        return this.#user('member')
      case 'other_moderator':
        return this.#user('moderator')
      case 'other_admin':
        return this.#user('admin')
      default:
        return this.#own(name)
    }
  }

  async #media() {
    const file = await this.#insert('media_files', {
      sha256: freshName('digest'),
      kind: 'document',
      status: 'ready',
      content_type: 'application/pdf',
      bytes: 1,
    })
    return this.#insert('media', { user_id: this.people.owner, file_id: file, uploaded_bytes: 1 })
  }

  /** A row of the owner in a table whose rows each user has alone: `own_bookmarks`. */
  async #own(name: string) {
    const resource = ownedResources.find(({ table }) => name === `own_${table}`)
    if (!resource) throw new Error(`There is no subject {${name}}`)
    const row: Record<string, unknown> = { user_id: this.people.owner }
    for (const [member, { kind, example }] of Object.entries(resource.written)) {
      row[member] = kind === 'integer' ? await this.make(member.replace(/_id$/, '')) : example
    }
    return this.#insert(resource.table, row)
  }

  #post(author: number, more: object = {}) {
    const text = { user_id: author, title: 'Title', content: 'Content', published_at: new Date() }
    return this.#insert('posts', { ...text, ...more })
  }

  async #slugOf(author: number, more: object = {}) {
    const slug = freshName('slug').replace('_', '-')
    await this.#post(author, { slug, ...more })
    return slug
  }

  #comment(author: number, post: number, more: object = {}) {
    return this.#insert('comments', { user_id: author, post_id: post, content: 'Comment', ...more })
  }

  #user(role: Role) {
    const username = freshName(role)
    const email = `${username}@canary.example`
    return this.#insert('users', { username, email, password: 'none', role })
  }

  #token(more: object) {
    const token = { name: 'Token', digest: randomUUID(), last_four: 'four', scopes: ['read'] }
    return this.#insert('personal_tokens', { ...token, expires_at: inAnHour(), ...more })
  }

  /** A mail whose last try failed. */
  async #mail(): Promise<string> {
    const [{ id }] = await this.postgres.query(
      `insert into jobs.job (name, data, state, completed_on, output)
       values ('mail', '{"kind": "password_changed", "id": 0}', 'failed', now(), '{"message": "451"}')
       returning id`
    )
    return id
  }

  /** Its address is refused, so nothing leaves the machine. */
  #webhook() {
    const types = ['user.erased']
    return this.#insert('webhooks', { url: 'http://127.0.0.1:9/', types, secret: 'sealed' })
  }

  /** A delivery that failed for good. */
  async #delivery() {
    const webhook = await this.#webhook()
    const [{ id }] = await this.postgres.query(
      `with event as (
         insert into webhook_events (type, subject_type, subject_id)
         values ('ping', 'webhook', $1) returning id
       )
       insert into webhook_deliveries (webhook_id, event_id, state, due_at, attempts)
       select $1, id, 'failed', null, 10 from event returning id`,
      [webhook]
    )
    return id
  }

  /** A batch of the admin. */
  async #batch(): Promise<string> {
    const id = randomUUID()
    await this.postgres.query(
      `insert into batches (id, actor_id, origin, action, reason)
       values ($1, $2, '{"transport": "api"}', 'post.lock', 'Because')`,
      [id, this.people.admin]
    )
    return id
  }

  /** Any entry: for a viewer without the right they are all alike. */
  async #entry() {
    const [entry] = await this.postgres.query(
      'select id::int from audit_entries order by id limit 1'
    )
    return entry.id
  }

  async #insert(table: string, row: object): Promise<number> {
    const columns = Object.keys(row)
    const places = columns.map((_, at) => `$${at + 1}`)
    const [{ id }] = await this.postgres.query(
      `insert into ${table} (${columns.join()}) values (${places.join()}) returning id::int`,
      Object.values(row)
    )
    return id
  }
}

const inAnHour = () => new Date(Date.now() + 3_600_000)
