import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { hostileMarkdown, scripts } from '#tests/support/markdown'
import { threadTimeOf } from '#tests/support/processor_time'
import { people } from '#tests/support/staff'

const markdown = (content: string, more = {}) =>
  PostFactory.merge({ content, contentFormat: 'markdown', ...more }).create()

test.group('The HTML of a post', (group) => {
  group.each.setup(emptyDatabase)

  test('is that of its Markdown: {what}')
    .with([
      {
        what: 'emphasis',
        content: 'A *b* **c** `d`',
        html: '<p>A <em>b</em> <strong>c</strong> <code>d</code></p>',
      },
      {
        what: 'headings with ids',
        content: '# One two\n## One two\n### Привет',
        html: '<h1 id="h-one-two">One two</h1>\n<h2 id="h-one-two-2">One two</h2>\n<h3 id="h-privet">Привет</h3>',
      },
      {
        what: 'a member’s link',
        content: '[a](https://example.org "t")',
        html: '<p><a href="https://example.org" title="t" rel="nofollow ugc noopener">a</a></p>',
      },
      {
        what: 'a bare address',
        content: 'https://example.org',
        html: '<p><a href="https://example.org" rel="nofollow ugc noopener">https://example.org</a></p>',
      },
      {
        what: 'a picture',
        content: '![A lamp](https://example.org/a.png)',
        html: '<p><img src="https://example.org/a.png" alt="A lamp" loading="lazy" /></p>',
      },
      {
        what: 'a table',
        content: '|a|b|\n|-|-:|\n|1|2|',
        html: '<table>\n<thead>\n<tr>\n<th>a</th>\n<th style="text-align:right">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td style="text-align:right">2</td>\n</tr>\n</tbody>\n</table>',
      },
      {
        what: 'code of a language',
        content: '```js\na < b\n```',
        html: '<pre><code class="language-js">a &lt; b\n</code></pre>',
      },
      { what: 'raw HTML as text', content: '<b>bold</b>', html: '<p>&lt;b&gt;bold&lt;/b&gt;</p>' },
    ])
    .run(async ({ client, assert }, { content, html }) => {
      const { id } = await markdown(content)
      const post = await bodyOf(client.get(`/posts/${id}?include=html`))
      assert.equal(post.html, html)
      assert.equal(post.content, content)
    })

  test('of plain text has its paragraphs and lines, and no Markdown', async ({
    client,
    assert,
  }) => {
    const content = 'A *b*\nc <i>\n\n# d https://example.org'
    const { id } = await PostFactory.merge({ content }).create()
    const { html } = await bodyOf(client.get(`/posts/${id}?fields=html`))
    assert.equal(
      html,
      '<p>A *b*<br />\nc &lt;i&gt;</p>\n<p># d <a href="https://example.org" rel="nofollow ugc noopener">https://example.org</a></p>'
    )
  })

  test('of staff has links that count as the site’s own', async ({ client, assert }) => {
    const [editor] = await people('moderator')
    const { id } = await markdown('[a](https://example.org)', { userId: editor.id })
    const { html } = await bodyOf(client.get(`/posts/${id}?fields=html`))
    assert.include(html, 'rel="noopener"')
  })

  test('is shown in lists that ask for it, is kept, and follows each edit', async ({
    client,
    assert,
  }) => {
    const author = await UserFactory.create()
    const post = await markdown('*one*', { userId: author.id })
    await markdown('*two*')
    const [admin] = await people('admin')
    await client.post('/collections').loginAs(admin).json({ title: 'All' })
    const ids = (await db.from('posts').orderBy('id', 'desc')).map(({ id }) => id)
    await answers(client.put('/collections/all/posts').loginAs(admin).json(ids), 200)
    const htmlIn = async (path: string, viewer?: User) => {
      const request = client.get(`${path}?include=html`)
      const posts = await bodyOf(viewer ? request.loginAs(viewer) : request)
      return posts.map(({ html }: { html: string }) => html)
    }
    const list = async () => {
      const shown = await htmlIn('/posts')
      assert.deepEqual(await htmlIn('/collections/all/posts'), shown)
      assert.deepEqual(await htmlIn('/collections/all/posts', author), shown)
      return shown
    }
    assert.deepEqual(await list(), ['<p><em>two</em></p>', '<p><em>one</em></p>'])
    assert.equal((await row('post_html', { post_id: post.id })).html, '<p><em>one</em></p>')

    await client.patch(`/posts/${post.id}`).loginAs(author).json({ content: '*three*' })
    assert.deepEqual(await list(), ['<p><em>two</em></p>', '<p><em>three</em></p>'])
    await client.patch(`/posts/${post.id}`).loginAs(author).json({ content_format: 'plain' })
    assert.deepEqual(await list(), ['<p><em>two</em></p>', '<p>*three*</p>'])
  })

  test('runs no script: {script}')
    .with(scripts.map((script) => ({ script })))
    .run(async ({ client, assert }, { script }) => {
      const { id } = await markdown(script)
      const { html } = await bodyOf(client.get(`/posts/${id}?fields=html`))
      const tags = [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag).join('')
      assert.notMatch(
        tags,
        /<(?:script|iframe|object|embed|svg|math|style|form|input|base|meta|link)/i
      )
      assert.notMatch(tags.replace(/"[^"]*"/g, '""'), /\s(?:on\w+|srcdoc|formaction)\s*=/i)
      for (const [, address] of tags.matchAll(/(?:href|src)="([^"]*)"/g)) {
        assert.match(address, /^(?:https?:|mailto:|#|[\w./?%-]*$)/i)
      }
    })

  test('of a hostile text of 50 000 characters holds up no other request: {what}')
    .with(Object.entries(hostileMarkdown).map(([what, content]) => ({ what, content })))
    .run(async ({ client, assert }, { content }) => {
      const author = await UserFactory.create()
      const { id } = await markdown('Before', { userId: author.id })
      await client.get(`/posts/${id}?fields=html`)
      const taken = await threadTimeOf(async () => {
        const change = { content, content_format: 'markdown' }
        const response = await client.patch(`/posts/${id}`).loginAs(author).json(change)
        response.assertStatus(200)
        const { html } = await bodyOf(client.get(`/posts/${id}?fields=html`))
        assert.isTrue(html === null || html.length > 0 || content.trim().startsWith('['))
      })
      assert.isBelow(taken, 300)
    })
    .timeout(120_000)
})
