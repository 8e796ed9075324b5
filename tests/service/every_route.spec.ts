import router from '@adonisjs/core/services/router'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import { areas } from '#openapi/areas'
import { assetNames } from '#openapi/assets'
import { knownNames } from '#openapi/known_names'
import type { Operation } from '#openapi/operation'
import { writeDataExport } from '#jobs/write_data_export'
import { bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { bot } from '#tests/support/personal_tokens'
import { failedMail } from '#tests/support/outbox'
import { pathOf, text, uploaded } from '#tests/support/media'
import { addImport } from '#tests/support/imports'
import { createOwn } from '#tests/support/own_resources'
import { assertProblem } from '#tests/support/problems'
import { act, people, report } from '#tests/support/staff'
import { SoftwarePasskey } from '#tests/support/software_passkey'
import { fromStudio } from '#tests/support/studio'

const operations: Record<string, Operation> = Object.assign(
  {},
  ...areas.map((area) => area.operations)
)

/** The pages of the studio are files: tests/browser/studio/. */
const routes = () =>
  router
    .toJSON()
    .root.filter(({ name }) => !/^studio\.(page|pages|asset)$/.test(name!))
    .map(({ name, pattern, methods }) => ({
      name: name!,
      pattern,
      method: methods[0],
      operation: operations[name!],
    }))

/** The cursor of later changes moves with each transaction of the database, of other programs too. */
const withoutMonitor = (header?: string) =>
  header?.replace(/after=[^>]+(?=>; rel="monitor")/, 'after=')

/** An admin, and one resource of each kind that the admin owns or may see. */
async function everything(client: ApiClient) {
  const admin = await UserFactory.apply('admin').create()
  // One admin must be left when the account is erased.
  const [, member] = await people('admin', 'member')
  // All requests share a session, because the session is shown too.
  const { access_token: token } = await bodyOf(
    client.post('/login').json({ username: admin.username, password })
  )
  const asked = (method: string, path: string) =>
    fromStudio(client.request(path, method).bearerToken(token)).headers({
      'Tus-Resumable': '1.0.0',
      ...(isPart(method, path) && { 'Content-Type': 'application/offset+octet-stream' }),
    })
  const post = await PostFactory.merge({ userId: admin.id }).create()
  await asked('PUT', `/posts/${post.id}/draft/editor`).json({})
  await asked('PATCH', `/posts/${post.id}/draft`).json({ title: 'Next' })
  await asked('PUT', `/posts/${post.id}/review`).json({ state: 'requested' })
  const preview = await bodyOf(asked('POST', `/posts/${post.id}/previews`).json({}))
  const comment = await CommentFactory.merge({ userId: admin.id, postId: post.id }).create()
  const reported = await PostFactory.create()
  const target = { target_type: 'post', target_id: reported.id, reason: 'spam' }
  const { id: reportId } = await bodyOf(asked('POST', '/reports').json(target))
  const entry = await bodyOf(act(client, admin, 'post.lock', { on: await PostFactory.create() }))
  const { name: role } = await bodyOf(
    asked('POST', '/admin/roles').json({ name: 'helper', rank: 0, permissions: [] })
  )
  const { slug: tag } = await bodyOf(asked('POST', '/tags').json({ name: 'Lamps' }))
  const { slug: collection } = await bodyOf(
    asked('POST', '/collections').json({ title: 'Front page' })
  )
  const { id: reason } = await bodyOf(
    asked('POST', '/admin/reasons').json({ title: 'Rude', text: 'Be kind.' })
  )
  const hook = { url: 'https://8.8.8.8/hook', types: ['user.erased'] }
  const { id: webhook } = await bodyOf(asked('POST', '/admin/webhooks').json(hook))
  const file = await uploaded(client, admin, text('Notes'))
  const upload = await asked('POST', '/media/uploads').header('Upload-Length', '1')
  const { id: delivery } = await bodyOf(asked('POST', `/admin/webhooks/${webhook}/pings`))
  const { id: view } = await bodyOf(
    asked('POST', '/admin/views').json({ name: 'Drafts', list: 'posts' })
  )
  const ownToken = await bodyOf(asked('POST', '/tokens').json({ name: 'One', scopes: ['read'] }))
  const { id: ownExport } = await bodyOf(asked('POST', '/users/me/exports'))
  await writeDataExport(admin, new AbortController().signal)
  const options = await bodyOf(asked('POST', '/passkeys/options'))
  const passkey = await bodyOf(
    asked('POST', '/passkeys').json({ passkey: new SoftwarePasskey().create(options) })
  )
  const identity = await identityOf(admin)
  const robot = await bot(client, admin)
  const invite = await bodyOf(asked('POST', '/invites').json({}))
  const note = await bodyOf(asked('POST', `/admin/users/${member.id}/notes`).json({ text: 'Note' }))
  await asked('PUT', '/types/event').json({ title: 'Event' })
  const locked = await PostFactory.create()
  const id = '0f63c454-aba9-470e-9eea-41097285556a'
  const batch = { id, action: 'post.lock', reason: 'Spam', targets: [{ id: locked.id }] }
  await asked('POST', '/admin/batches').json(batch)
  const applied = { email: 'grace@example.org', password: 'none', application: 'Please' }
  const [application] = await db
    .table('sign_ups')
    .insert({ ...applied, applied_at: new Date() })
    .returning('id')
  const ids: Record<string, number | string> = {
    applications: application.id,
    batches: id,
    mails: await failedMail(),
    imports: await addImport(),
    webhooks: webhook,
    media: file.id,
    uploads: upload.header('location')!.split('/').at(-1)!,
    files: pathOf(file.url).split('/').at(-1)!,
    names: pathOf(file.url).split('/').at(-1)!,
    deliveries: delivery,
    reasons: reason,
    roles: role,
    types: 'event',
    tags: tag,
    collections: collection,
    revisions: 1,
    previews: preview.id,
    posts: post.id,
    slug: post.slug!,
    comments: comment.id,
    reports: reportId,
    audit: entry.id,
    exports: ownExport,
    tokens: ownToken.id,
    invites: invite.id,
    passkeys: passkey.id,
    identities: identity,
    login: 'keycloak',
    users: admin.id,
    views: view,
    problems: 'not_found',
    account: 'reset',
    docs: assetNames[0],
  }
  Object.assign(ids, await createOwn((path, body) => bodyOf(asked('POST', path).json(body)), ids))
  /** The address of a pattern's resource. */
  const addressOf = async (pattern: string) => {
    if (pattern.startsWith('/previews')) return `/previews/${preview.token}`
    if (pattern.includes('/:user/tokens'))
      return pattern.replace(':user', `${robot.id}`).replace(':id', `${robot.tokenId}`)
    if (pattern.includes('/notes'))
      return pattern.replace(':user', `${member.id}`).replace(':id', note.id)
    const [session] = await bodyOf(asked('GET', '/sessions'))
    const known: Record<string, number | string> = { ...ids, sessions: session.id }
    const path = pattern.replace(/(\w+)\/:\w+/g, (_, place) => `${place}/${known[place]}`)
    return path === '/users' ? `${path}?search=ad` : path
  }
  return { asked, addressOf }
}

const isPart = (method: string, path: string) =>
  method === 'PATCH' && path.startsWith('/media/uploads/')

/** Its body is a part of a file. */
const takesPart = (name: string) => /^media\.uploads\.(store|update)$/.test(name)

async function identityOf({ id: user_id }: { id: number }): Promise<number> {
  const row = { user_id, issuer: 'keycloak', issuer_url: 'https://id.example', subject: 'me' }
  const [{ id }] = await db.table('identities').insert(row).returning('id')
  return id
}

test.group('Every route', (group) => {
  group.each.setup(emptyDatabase)

  test('answers 405 to an unknown method, and names the known ones', async ({ client, assert }) => {
    const { asked, addressOf } = await everything(client)
    const methods = new Map<string, string[]>()
    for (const { pattern, method } of routes()) {
      // Below the wildcard of the pages: tests/functional/sessions/studio.spec.ts.
      if (pattern === '/studio/session') continue
      const own = method === 'GET' ? ['GET', 'HEAD'] : [method]
      methods.set(pattern, [...(methods.get(pattern) ?? []), ...own])
    }
    for (const [pattern, own] of methods) {
      const path = await addressOf(pattern)
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND']) {
        if (own.includes(method)) continue
        const response = await asked(method, path)
        assert.equal(response.status(), 405, `${method} ${path}`)
        assert.sameMembers(response.header('allow')!.split(', '), own, `${method} ${path}`)
      }
    }
  })

  test('that answers GET answers HEAD with the same header fields, and without a body', async ({
    client,
    assert,
  }) => {
    const { asked, addressOf } = await everything(client)
    // Two lead a browser on: tests/functional/issuers/.
    const reads = routes().filter(
      ({ method, operation }) => method === 'GET' && operation.answers[200]
    )
    for (const { pattern } of reads) {
      const path = await addressOf(pattern)
      const read = await asked('GET', path)
      const head = await asked('HEAD', path)
      assert.equal(read.status(), 200, path)
      assert.equal(head.status(), 200, path)
      assert.equal(head.text() ?? '', '', path)
      for (const name of [
        'etag',
        'link',
        'content-type',
        'cache-control',
        'vary',
        'x-total-count',
      ]) {
        const [shown, expected] = [head, read].map((answer) => withoutMonitor(answer.header(name)))
        assert.equal(shown, expected, `${name} of ${path}`)
      }
    }
  })

  test('that shows one resource has a strong ETag, and answers 304 to it', async ({
    client,
    assert,
  }) => {
    const { asked, addressOf } = await everything(client)
    // Probes, pages for people and uploads that go on are not resources.
    const isResource = ({ pattern, method, operation }: ReturnType<typeof routes>[number]) =>
      method === 'GET' &&
      !/^\/(health|metrics|problems|account|media\/uploads)/.test(pattern) &&
      operation.answers[200] !== undefined &&
      operation.answers[200].content?.['application/json']?.type !== 'array'

    for (const { pattern } of routes().filter(isResource)) {
      const path = await addressOf(pattern)
      const tag = (await asked('GET', path)).header('etag')
      assert.match(String(tag), /^"[\w.-]+"$/, path)
      const again = await asked('GET', path).header('If-None-Match', tag!)
      assert.equal(again.status(), 304, path)
      assert.equal(again.header('etag'), tag, path)
    }
  })

  test('that changes or deletes refuses a stale If-Match, and then changes nothing', async ({
    client,
    assert,
  }) => {
    const { asked, addressOf } = await everything(client)
    const writes = routes().filter(({ method }) => ['PUT', 'PATCH', 'DELETE'].includes(method))
    assert.isAbove(writes.length, 8)
    const rows = () =>
      Promise.all(
        ['users', 'posts', 'comments', 'reports', 'audit_entries', 'sessions'].map((table) =>
          db.from(table).count('* as total').max('id as last').first()
        )
      )
    for (const { pattern, method, operation } of writes) {
      const path = await addressOf(pattern)
      const request = asked(method, path).header('If-Match', '"kz1x2k0.stale"')
      const before = await rows()
      const response = await (operation.body
        ? request.json(operation.body.example as object)
        : request)
      assert.equal(response.status(), 412, `${method} ${path}`)
      assertProblem(response, 412, 'precondition_failed')
      assert.deepEqual(await rows(), before, `${method} ${path}`)
    }
  })

  test('that creates one resource answers with its Location', ({ assert }) => {
    for (const { pattern, operation } of routes()) {
      if (operation.answers[201])
        assert.include(operation.answers[201].headers, 'Location', pattern)
    }
  })

  test('that takes no body refuses a member', async ({ client, assert }) => {
    const { asked, addressOf } = await everything(client)
    const bare = routes().filter(
      ({ name, method, operation }) => method !== 'GET' && !operation.body && !takesPart(name)
    )
    assert.isNotEmpty(bare)
    for (const { name, pattern, method } of bare) {
      const path = await addressOf(pattern)
      const response = await asked(method, path).json({ reason: 'Spam' })
      assertProblem(response, 422, 'validation_failed', ['/reason'])
      // Some take what makes a sign-in fresh.
      const takesProof = knownNames(name).members!.length > 0
      const detail = takesProof ? 'There is no member "reason"' : 'no member is taken here'
      assert.include(response.body().detail, detail, path)
    }
  })
})

test.group('An unknown member of an object in a list', (group) => {
  group.each.setup(emptyDatabase)

  test('is 422, with the most similar known name', async ({ client, assert }) => {
    const [moderator] = await people('moderator')
    const post = await PostFactory.create()
    const targets = [{ id: post.id, update_at: '2026-01-01T00:00:00.000Z' }]
    const response = await client.post('/admin/batches').loginAs(moderator).json({
      id: '0f63c454-aba9-470e-9eea-41097285556a',
      action: 'post.lock',
      reason: 'Off the subject',
      targets,
    })
    assertProblem(response, 422, 'validation_failed', ['/targets/0/update_at'])
    assert.include(response.body().detail, 'the nearest is "updated_at"')
    assert.isEmpty(await db.from('audit_entries'))
  })
})

test.group('GET /reports/{id}', (group) => {
  group.each.setup(emptyDatabase)

  test('shows a report only to its reporter', async ({ client, assert }) => {
    const [reporter, other, moderator] = await people('member', 'member', 'moderator')
    const post = await PostFactory.create()
    const fields = { target_type: 'post', target_id: post.id, reason: 'spam', details: 'Twice' }
    const filed = await client.post('/reports').loginAs(reporter).json(fields)
    const path = filed.header('location')!
    assert.equal(path, `/reports/${filed.body().id}`)

    assert.deepEqual(await bodyOf(client.get(path).loginAs(reporter)), filed.body())
    for (const user of [other, moderator]) {
      assertProblem(await client.get(path).loginAs(user), 404, 'not_found')
    }
    assertProblem(await client.get(path), 401, 'unauthenticated')

    const dismissal = { status: 'dismissed', reason: 'No rule is broken.' }
    await client.patch(`/admin${path}`).loginAs(moderator).json(dismissal)
    assert.equal((await bodyOf(client.get(path).loginAs(reporter))).status, 'dismissed')
  })
})

test.group('PATCH /admin/reports/{id}', (group) => {
  group.each.setup(emptyDatabase)

  test('accepts the body that GET returned, and then changes nothing', async ({
    client,
    assert,
  }) => {
    const [moderator] = await people('moderator')
    const { id } = await report(client, 'post', await PostFactory.create())
    const path = `/admin/reports/${id}`
    await client.patch(path).loginAs(moderator).json({ assignee: 'me' })
    const read = await client.get(path).loginAs(moderator)

    const response = await client
      .patch(path)
      .loginAs(moderator)
      .header('If-Match', read.header('etag')!)
      .json(read.body())
    response.assertStatus(200)
    assert.deepEqual(response.body(), read.body())
    assert.lengthOf(await db.from('audit_entries'), 1)
  })

  test('refuses one of two simultaneous changes with the same tag', async ({ client, assert }) => {
    const [moe, mia] = await people('moderator', 'moderator')
    const { id } = await report(client, 'post', await PostFactory.create())
    const path = `/admin/reports/${id}`
    const tag = (await client.get(path).loginAs(moe)).header('etag')!
    const received = await Promise.all(
      [moe, mia].map((user) =>
        client.patch(path).loginAs(user).header('If-Match', tag).json({ assignee: 'me' })
      )
    )
    assert.sameMembers(
      received.map((response) => response.status()),
      [200, 412]
    )
    assert.lengthOf(await db.from('audit_entries'), 1)
  })
})
