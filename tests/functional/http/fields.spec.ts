import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { openApi } from '#openapi/published'
import { answers, bodyOf, tagOf, textOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { failedMail } from '#tests/support/outbox'
import { addImport } from '#tests/support/imports'
import { pathOf, text, uploaded } from '#tests/support/media'
import { createOwn } from '#tests/support/own_resources'
import { assertProblem } from '#tests/support/problems'
import { act, people, report } from '#tests/support/staff'

test.group('fields', (group) => {
  group.each.setup(emptyDatabase)

  test('gives exactly the members that it names, in whatever order', async ({ assert, client }) => {
    const author = await UserFactory.merge({ username: 'ada_l' }).create()
    const { id, title } = await PostFactory.merge({ userId: author.id }).create()
    const post = { id, title, author: { username: 'ada_l' } }
    for (const fields of ['id,title,author.username', 'author.username, title,id,title']) {
      assert.deepEqual(await bodyOf(client.get(`/posts/${id}`).qs({ fields })), post)
      assert.deepEqual(await bodyOf(client.get('/posts').qs({ fields })), [post])
    }
    const { author: whole } = await bodyOf(client.get(`/posts/${id}?fields=author`))
    assert.sameMembers(Object.keys(whole), ['id', 'username', 'display_name'])
  })

  test('reaches into lists, two levels deep', async ({ assert, client }) => {
    const { postId, content } = await CommentFactory.create()
    const post = await bodyOf(client.get(`/posts/${postId}?fields=comments.content`))
    assert.deepEqual(post, { comments: [{ content }] })
  })

  test('of an erased user has no author', async ({ assert, client }) => {
    const { id } = await PostFactory.create()
    await db.from('posts').where({ id }).update({ user_id: null })
    assert.deepEqual(await bodyOf(client.get(`/posts/${id}?fields=author.username`)), {
      author: null,
    })
  })

  for (const [query, details] of [
    ['fields=id,titel', ['"titel"', '"title"']],
    ['fields=author.usrname', ['"author.usrname"', '"author.username"']],
    ['fields=comments.author.username', ['"comments.author.username"']],
    ['fields=', ['""']],
    ['fields=id,,title', ['""']],
    ['fields=constructor', ['"constructor"']],
    ['fields=reports_count', ['"reports_count"']],
    ['include=htm', ['"htm"', '"html"']],
  ] as const) {
    test(`refuses ${query}, and names the nearest member`, async ({ assert, client }) => {
      const { id } = await PostFactory.create()
      for (const path of ['/posts', `/posts/${id}`]) {
        const response = await client.get(`${path}?${query}`)
        assertProblem(response, 422, 'validation_failed', [`/query/${query.split('=')[0]}`])
        const [{ detail, rule }] = response.body().errors
        assert.equal(rule, 'unknown')
        for (const name of details) assert.include(detail, name)
      }
    })
  }

  test('names every unknown member at once, and all else that is wrong', async ({ client }) => {
    const response = await client.get('/posts?fields=titel,bdy&limit=0')
    const pointers = ['/query/limit', '/query/fields', '/query/fields']
    assertProblem(response, 422, 'validation_failed', pointers)
  })

  test('is repeated by the links to other pages', async ({ assert, client }) => {
    await PostFactory.merge({ userId: (await UserFactory.create()).id }).createMany(3)
    const first = await client.get('/posts?limit=2&fields=id')
    const [, next] = /<([^>]+)>; rel="next"/.exec(first.header('link')!)!
    assert.include(next, 'fields=id')
    const second = await bodyOf(client.get(next))
    assert.lengthOf(second, 1)
    assert.deepEqual(Object.keys(second[0]), ['id'])
  })

  test('makes another entity tag, of the same revision', async ({ assert, client }) => {
    const author = await UserFactory.create()
    const { id } = await PostFactory.merge({ userId: author.id }).create()
    const whole = await tagOf(client.get(`/posts/${id}`))
    const part = await tagOf(client.get(`/posts/${id}?fields=title`))
    assert.notEqual(part, whole)
    await answers(client.get(`/posts/${id}?fields=title`).header('if-none-match', part), 304)
    await answers(client.get(`/posts/${id}`).header('if-none-match', part), 200)

    const edit = (tag: string) =>
      client.patch(`/posts/${id}`).loginAs(author).header('if-match', tag).json({ title: 'New' })
    await answers(edit(part), 200)
    await answers(edit(part), 412)
  })

  test('shows the own vote where it is asked for, and to whom it belongs', async ({
    assert,
    client,
  }) => {
    const { id } = await PostFactory.create()
    const voter = await UserFactory.create()
    await client.post('/votes').loginAs(voter).json({ post_id: id, vote_dir: -1 })
    for (const path of [`/posts/${id}`, '/posts']) {
      const asked = async (fields: string) =>
        [await bodyOf(client.get(`${path}?fields=${fields}`).loginAs(voter))].flat()[0]
      assert.deepEqual(await asked('id,my_vote'), { id, my_vote: -1 })
      assert.deepEqual(await asked('my_vote'), { my_vote: -1 })
      assert.deepEqual(await asked('id'), { id })
      const unknown = await bodyOf(client.get(`${path}?fields=my_vote`))
      assert.deepEqual([unknown].flat()[0], {})
    }
  })

  test('hides from users what they may not read', async ({ assert, client }) => {
    const [member, moderator] = await people('member', 'moderator')
    const path = `/users/${member.id}?fields=id,email`
    assert.deepEqual(await bodyOf(client.get(path)), { id: member.id })
    const whole = { id: member.id, email: member.email }
    assert.deepEqual(await bodyOf(client.get(path).loginAs(moderator)), whole)
    assert.deepEqual(await bodyOf(client.get(path).loginAs(member)), whole)
    const found = await textOf(client.get(`/users?search=member&fields=email,id`))
    assert.notInclude(found, member.email)
    assertProblem(
      await client.get(`/users/${member.id}?fields=os_user`).loginAs(member),
      422,
      'validation_failed',
      ['/query/fields']
    )
  })

  test('of a draft is not found by those who may not see it', async ({ client }) => {
    const author = await UserFactory.create()
    const draft = await PostFactory.apply('draft').merge({ userId: author.id }).create()
    const path = `/posts/${draft.id}?fields=title`
    await answers(client.get(path), 404)
    await answers(client.get(path).loginAs((await people('member'))[0]), 404)
    await answers(client.get(path).loginAs(author), 200)
  })

  test('shows edits and new names at once, in pages that were read before', async ({
    assert,
    client,
  }) => {
    const author = await UserFactory.create()
    const { id } = await PostFactory.merge({ userId: author.id }).create()
    const read = () => bodyOf(client.get('/posts?fields=title,author.display_name'))
    await read()
    await client.patch(`/posts/${id}`).loginAs(author).json({ title: 'New' })
    assert.equal((await read())[0].title, 'New')
    await client.patch('/users/me').loginAs(author).json({ display_name: 'Ada' })
    assert.deepEqual((await read())[0].author, { display_name: 'Ada' })
  })
})

test.group('include', (group) => {
  group.each.setup(emptyDatabase)

  test('adds comments to posts in lists, and takes back what was removed at once', async ({
    assert,
    client,
  }) => {
    const comment = await CommentFactory.create()
    const [moderator] = await people('moderator')
    const listed = async () =>
      (await bodyOf(client.get('/posts?include=comments,data,translations')))[0]
    const alone = await bodyOf(client.get(`/posts/${comment.postId}`))
    assert.deepEqual(await listed(), alone)
    await act(client, moderator, 'comment.remove', { on: comment })
    assert.isEmpty((await listed()).comments)
    await act(client, moderator, 'comment.restore', { on: comment })
    const { title, comments } = (
      await bodyOf(client.get('/posts?fields=title&include=comments'))
    )[0]
    assert.equal(title, alone.title)
    assert.lengthOf(comments, 1)
  })

  test('of what is there by itself changes nothing', async ({ assert, client }) => {
    const { id } = await PostFactory.create()
    const [plain, asked] = await Promise.all([
      textOf(client.get(`/posts/${id}`)),
      textOf(client.get(`/posts/${id}?include=comments,author`)),
    ])
    assert.equal(asked, plain)
  })
})

test.group('Every list and resource', (group) => {
  group.setup(emptyDatabase)

  test('gives the member that is asked for, and no other', async ({ assert, client }) => {
    const [admin, member] = await people('admin', 'member')
    const post = await PostFactory.merge({ userId: admin.id, slug: 'lamps' }).create()
    const comment = await CommentFactory.merge({ postId: post.id, userId: admin.id }).create()
    await client.post('/votes').loginAs(admin).json({ post_id: post.id, vote_dir: 1 })
    const { id: reportId } = await report(client, 'post', post)
    const other = await CommentFactory.create()
    const filed = { target_type: 'comment', target_id: other.id, reason: 'spam' }
    const own = await bodyOf(client.post('/reports').loginAs(admin).json(filed))
    const { id: entryId } = await bodyOf(
      act(client, admin, 'post.lock', { on: { id: other.postId } })
    )
    const batch = {
      id: '0f63c454-aba9-470e-9eea-41097285556a',
      action: 'post.lock',
      reason: 'Went in circles',
      targets: [{ id: other.postId }],
    }
    await client.post('/admin/batches').loginAs(admin).json(batch)
    const ids: Record<string, string | number> = {
      '/posts/{id}': post.id,
      '/posts/{id}/comments': post.id,
      '/comments/{id}': comment.id,
      '/reports/{id}': own.id,
      '/admin/posts/{id}': post.id,
      '/admin/comments/{id}': comment.id,
      '/admin/reports/{id}': reportId,
      '/admin/audit/{id}': entryId,
      '/admin/batches/{id}': batch.id,
      '/admin/mails/{id}': await failedMail(),
      '/admin/imports/{id}': await addImport(),
      '/admin/batches/{id}/failures': batch.id,
    }

    const send = (path: string, body: object) => bodyOf(client.post(path).loginAs(admin).json(body))
    const note = await send(`/admin/users/${member.id}/notes`, { text: 'Note' })
    ids['/admin/users/{user}/notes/{id}'] = note.id
    const reason = await send('/admin/reasons', { title: 'Rude', text: 'Be kind.' })
    ids['/admin/reasons/{id}'] = reason.id
    const hook = { url: 'https://8.8.8.8/hook', types: ['user.erased'] }
    const webhook = await send('/admin/webhooks', hook)
    await send(`/admin/webhooks/${webhook.id}/pings`, {})
    ids['/admin/webhooks/{id}'] = webhook.id
    const file = await uploaded(client, admin, text('Notes'))
    ids['/media/{id}'] = file.id
    ids['/admin/media/{id}'] = ids['/media/{id}']
    ids['/admin/webhooks/{id}/deliveries'] = webhook.id
    const applied = { email: 'grace@example.org', password: 'none', application: 'Please' }
    const [application] = await db
      .table('sign_ups')
      .insert({ ...applied, applied_at: new Date() })
      .returning('id')
    ids['/admin/applications/{id}'] = application.id
    const view = await send('/admin/views', { name: 'Drafts', list: 'posts' })
    ids['/admin/views/{id}'] = view.id
    await send('/invites', {})
    await send('/tags', { name: 'lamps' })
    await send('/collections', { title: 'Lamps' })
    await client
      .put('/collections/lamps/posts')
      .loginAs(admin)
      .json([post.id] as object)
    const { token: preview } = await send(`/posts/${post.id}/previews`, {})
    const owned = await createOwn(send, { posts: post.id })
    for (const [table, id] of Object.entries(owned)) ids[`/${table}/{id}`] = id

    const { paths, components } = await openApi()
    let tried = 0
    for (const [path, { get }] of Object.entries(paths)) {
      const names = (get?.parameters ?? []).map(({ name }: { name?: string }) => name)
      if (!names.includes('fields')) continue
      const { schema } = get.responses[200].content['application/json']
      const shownAs = schema.items ?? schema
      // A withdrawn post has its id alone, whatever is asked for.
      const { $ref: reference } = shownAs.anyOf?.at(-1) ?? shownAs
      const { required } = components.schemas[reference.split('/').pop()]
      const search = path === '/users' ? '&search=admin' : ''
      const address = path
        .replace('{user}', String(path.includes('/notes') ? member.id : admin.id))
        .replace('{id}', String(ids[path] ?? post.id))
        .replace('{name}', pathOf(file.url).split('/').at(-1)!)
        .replace('{number}', '1')
        .replace(/\{(slug|tag|collection)\}/, 'lamps')
        .replace('{type}', 'post')
        .replace('{token}', preview)
      for (const name of required) {
        const answer = await client.get(`${address}?fields=${name}${search}`).loginAs(admin)
        assert.equal(answer.status(), 200, `${address}?fields=${name}`)
        for (const shown of [answer.body()].flat())
          assert.deepEqual(Object.keys(shown), [name], address)
        tried++
      }
    }
    assert.isAbove(tried, 180)
  })
})
