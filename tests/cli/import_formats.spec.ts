import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { Counts } from '#cli/moving/import/batch'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { temporaryFolder } from '#tests/support/moving'
import { comment, item, meta, wxr } from '#tests/support/wxr'

async function write(folder: string, files: Record<string, string>) {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
}

const isCountedOut = ({ in: all, created, changed, already_there: there, refused }: Counts) =>
  all === created + changed + there + refused

const notesOf = ({ json }: { json: any }): string =>
  json.data.messages.map(({ place, message }: any) => `${place}: ${message}`).join('\n')

const post = (title: string) => row('posts', { title })

test.group('plaza import --from markdown', (group) => {
  group.each.setup(emptyDatabase)
  group.each.teardown(emptyDatabase)

  const pages = {
    '_posts/2020-05-01-hello-world.md': `---
title: "Hello, world"
author: Jane Doe
tags: red blue
redirect_from: /2019/old-hello/
layout: post
---
Some *text* with ![a cat](/images/cat.png) and {% include x %}.
`,
    'content/trees.md': `+++
title = "Trees"
date = 2021-06-02T10:00:00+02:00
draft = true
categories = ["Woods"]
aliases = ["/very/old-trees"]
+++

A forest.
`,
    'src/a-letter/index.mdx': `---
pubDate: 2022-01-02
author: { name: Jane Doe, email: jane@example.org }
description: Short
---

# A letter

Dear reader
`,
    'future.md': '---\ntitle: Later\ndate: 2199-01-01\n---\nNot yet',
    'wrong.md': '---\ntitle: [unclosed\n---\nText',
    'undated.md': '---\ntitle: When\ndate: soonish\n---\nText',
    'endless.md': '---\ntitle: Open',
    'empty.md': '---\ntitle: Empty\n---\n',
    'node_modules/not/this.md': 'No',
  }

  test('takes front matter of Jekyll, Hugo and Astro, and names what it can’t read', async ({
    assert,
    cleanup,
  }) => {
    const folder = await temporaryFolder(cleanup)
    await write(folder, pages)
    await symlink('/etc/passwd', join(folder, 'linked.md'))

    const ran = await plaza(`import ${folder} --from markdown --json`)

    assert.equal(ran.code, 8, ran.out)
    const { kinds, messages } = ran.json.data as { kinds: Record<string, Counts>; messages: any[] }
    for (const [kind, counts] of Object.entries(kinds)) assert.isTrue(isCountedOut(counts), kind)
    assert.containsSubset(kinds, {
      posts: { in: 9, created: 4, refused: 5 },
      users: { created: 1 },
      tags: { created: 3 },
      redirects: { created: 2 },
    })
    assert.sameMembers(
      messages.filter(({ refused }) => refused).map(({ place }) => place),
      ['empty.md', 'endless.md', 'linked.md', 'undated.md', 'wrong.md']
    )
    const hello = await post('Hello, world')
    assert.containsSubset(hello, { slug: 'hello-world', published: true, tags: ['red', 'blue'] })
    assert.equal(hello.published_at.toISOString(), '2020-05-01T00:00:00.000Z')
    assert.equal(hello.content_format, 'markdown')
    assert.equal((await row('users', { id: hello.user_id })).display_name, 'Jane Doe')
    assert.equal((await row('old_slugs', { slug: 'old-hello' })).post_id, hello.id)
    assert.containsSubset(await post('Trees'), { published: false, tags: ['woods'], slug: 'trees' })
    assert.containsSubset(await post('A letter'), { slug: 'a-letter', excerpt: 'Short' })
    const later = await post('Later')
    assert.equal(later.publish_at.toISOString(), '2199-01-01T00:00:00.000Z')
    assert.isFalse(later.published)
    const notes = notesOf(ran)
    assert.include(notes, 'hello-world.md: its pictures stay at their addresses: /images/cat.png')
    assert.include(notes, 'hello-world.md: its shortcodes stay as they are written: {% …')
    assert.include(notes, 'hello-world.md: not kept: layout')
  })

  test('doubles nothing when it runs again', async ({ assert, cleanup }) => {
    const folder = await temporaryFolder(cleanup)
    await write(folder, pages)
    await plaza(`import ${folder} --from markdown`)
    await write(folder, { 'new.md': '---\ntitle: New\n---\nText' })

    const { json } = await plaza(`import ${folder} --from markdown --json`)

    assert.containsSubset(json.data.kinds.posts, { created: 1, already_there: 4, refused: 4 })
    assert.lengthOf(await db.from('posts'), 5)
    assert.equal((await plaza(`import ${folder}/none --from markdown`)).code, 3)
  })
})

const site = wxr(
  [
    item(
      1,
      {
        'title': 'Blocks &amp; <em>more</em>',
        'wp:post_name': 'blocks',
        'wp:is_sticky': '1',
        'excerpt:encoded': 'In <b>short</b>',
        'content:encoded':
          '<!-- wp:heading --><h2>A heading</h2><!-- /wp:heading --><!-- wp:list --><ul><li>One</li><li><strong>Two</strong></li></ul><!-- /wp:list --><!-- wp:image --><figure><img src="https://old.example/a.jpg" alt="A"/></figure><!-- /wp:image --><iframe src="https://video.example/1"></iframe>',
      },
      '<category domain="category" nicename="city-life"><![CDATA[City Life]]></category>' +
        '<category domain="post_tag" nicename="c"><![CDATA[C#]]></category>' +
        '<category domain="category" nicename="uncategorized">Uncategorized</category>' +
        meta('_wp_old_slug', 'old-blocks') +
        meta('mood', 'fine') +
        // An answer before its parent, and one to a comment that is not approved.
        comment(12, 11) +
        comment(11, 10) +
        comment(10, 0, { 'wp:comment_user_id': '2' }) +
        comment(13, 9) +
        comment(9, 0, { 'wp:comment_approved': '0' }) +
        comment(8, 0, { 'wp:comment_type': 'pingback' })
    ),
    item(2, {
      'wp:post_name': 'classic',
      'content:encoded':
        'First line\nsecond line\n\n[caption id="1"]<img src="/b.png" alt=""> A cat[/caption]\n\n[gallery ids="1,2"]\n\n<a href="https://x.example">link</a>',
    }),
    item(3, { 'wp:status': 'draft', 'wp:post_date_gmt': '0000-00-00 00:00:00' }),
    item(4, { 'wp:status': 'private' }),
    item(5, { 'wp:status': 'future', 'wp:post_date_gmt': '2199-01-01 00:00:00' }),
    item(6, { 'wp:post_type': 'page', 'wp:post_name': 'about', 'wp:comment_status': 'closed' }),
    item(7, { 'wp:status': 'trash' }),
    item(8, { 'wp:post_type': 'attachment', 'wp:status': 'inherit' }),
    item(9, { 'wp:post_type': 'nav_menu_item' }),
    item(10, { 'content:encoded': 'x'.repeat(50_001) }),
  ].join('')
)

test.group('plaza import --from wordpress', (group) => {
  group.each.setup(emptyDatabase)
  group.each.teardown(emptyDatabase)

  test('moves posts, pages, authors, tags, threads and old addresses', async ({
    assert,
    cleanup,
    client,
  }) => {
    const folder = await temporaryFolder(cleanup)
    await write(folder, { 'site.xml': site })

    const ran = await plaza(`import ${folder}/site.xml --from wordpress --json`)

    assert.equal(ran.code, 8, ran.out)
    const kinds = ran.json.data.kinds as Record<string, Counts>
    for (const [kind, counts] of Object.entries(kinds)) assert.isTrue(isCountedOut(counts), kind)
    assert.containsSubset(kinds, {
      posts: { in: 8, created: 7, refused: 1 },
      users: { created: 2 },
      comments: { created: 4 },
      types: { created: 1 },
      redirects: { created: 1 },
    })
    const blocks = await post('Blocks & more')
    assert.containsSubset(blocks, {
      ...{ slug: 'blocks', pinned: 'site', excerpt: 'In short', published: true },
      ...{ tags: ['city-life', 'c-sharp'], language: 'en-GB' },
    })
    assert.equal(blocks.published_at.toISOString(), '2015-02-03T04:05:06.000Z')
    assert.equal(
      blocks.content,
      '## A heading\n\n- One\n- **Two**\n\n![A](https://old.example/a.jpg)\n\n<https://video.example/1>'
    )
    const author = await row('users', { id: blocks.user_id })
    assert.containsSubset(author, {
      username: 'jane_doe',
      display_name: 'Jane Doe',
      has_password: false,
    })
    assert.equal((await row('tags', { slug: 'city-life' })).description, 'Streets & squares')
    assert.equal((await row('old_slugs', { slug: 'old-blocks' })).post_id, blocks.id)
    assert.equal((await client.get(`/posts/${blocks.id}`)).status(), 200)

    const thread = await db.from('comments').orderBy('created_at')
    assert.deepEqual(
      thread.map(({ content, depth }) => [content, depth]),
      [
        ['Comment 10', 0],
        ['Comment 11', 1],
        ['Comment 12', 2],
        ['Comment 13', 0],
      ]
    )
    assert.equal(thread[0].user_id, author.id)
    assert.equal((await row('users', { id: thread[1].user_id })).email, 'bob@example.org')
    assert.equal(thread[1].created_at.toISOString(), '2015-02-04T00:00:11.000Z')

    const classic = await post('Post 2')
    assert.include(classic.content, 'First line\\\nsecond line')
    assert.include(classic.content, '[link](https://x.example)')
    assert.containsSubset(await post('Post 3'), { published: false, published_at: null })
    assert.containsSubset(await post('Post 4'), { published: false })
    assert.equal((await post('Post 5')).publish_at.toISOString(), '2199-01-01T00:00:00.000Z')
    const page = await row('posts', { slug: 'about' })
    assert.containsSubset(page, { type: 'page', comments_open: false })
    assert.isNotNull((await post('Post 7')).trashed_at)
    const notes = notesOf(ran)
    for (const note of [
      'site.xml:12#post-2: its shortcodes stay as they are written: gallery',
      'its custom fields are not kept: mood',
      'it was private: it is a draft here',
      'links stand in the place of: iframe',
      'its pictures stay at their addresses: https://old.example/a.jpg',
      'not kept: 1 comment that is not approved',
      'not kept: 1 pingback or trackback',
      'not kept: 1 item of the type nav_menu_item',
      'content must have 1 to 50000 characters',
    ]) {
      assert.include(notes, note)
    }
  })

  test('doubles nothing, and goes to an archive and back', async ({ assert, cleanup }) => {
    const folder = await temporaryFolder(cleanup)
    await write(folder, { 'site.xml': site })
    const line = `import ${folder}/site.xml --from wordpress --json`
    await plaza(line)

    const { json } = await plaza(line)
    assert.containsSubset(json.data.kinds.posts, { created: 0, already_there: 7 })
    assert.containsSubset(json.data.kinds.comments, { created: 0, already_there: 4 })

    assert.equal((await plaza(`export --output ${folder}/out.tar.zst`)).code, 0)
    assert.equal((await plaza(`import ${folder}/out.tar.zst --from plaza`)).code, 0)
    assert.lengthOf(await db.from('posts'), 7)
  })

  test('refuses what is no WXR, and expands no entity: {$self}')
    .with(['torn', 'entities', 'text', 'feed'])
    .run(async ({ assert, cleanup }, what) => {
      const folder = await temporaryFolder(cleanup)
      const files: Record<string, string> = {
        torn: site.slice(0, site.length / 2),
        entities: `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${wxr(
          item(1, {}).replace('<![CDATA[Text]]>', '&b;&b;')
        ).replace(/^<\?xml[^>]*>/, '')}`,
        text: 'Nothing of the kind',
        feed: '<rss><channel><title>No site</title></channel></rss>',
      }
      await write(folder, { 'site.xml': files[what] })
      const { code } = await plaza(`import ${folder}/site.xml --from wordpress`)
      assert.equal(code, 9)
    })
})

test.group('plaza import --from ghost', (group) => {
  group.each.setup(emptyDatabase)
  group.each.teardown(emptyDatabase)

  const data = {
    users: [
      { id: '1', name: 'Ada', slug: 'ada', email: 'ada@example.org', bio: 'Writes' },
      { id: '5f', name: 'Bo', slug: 'bo', email: 'bo@example.org' },
    ],
    tags: [
      { id: 't1', name: 'News', slug: 'news', description: 'What is new' },
      { id: 't2', name: 'Art', slug: 'art' },
      { id: 't3', name: '#hidden', slug: 'hash-hidden', visibility: 'internal' },
    ],
    posts: [
      {
        ...{
          id: 'p1',
          title: 'HTML',
          slug: 'html',
          status: 'published',
          featured: 1,
          type: 'post',
        },
        html: '<p>Some <strong>text</strong></p><!--kg-card-begin: html--><iframe src="x"></iframe>',
        ...{ feature_image: '__GHOST_URL__/content/images/a.png', custom_excerpt: 'Short' },
        ...{ created_at: '2020-01-01T00:00:00.000Z', published_at: '2020-01-02T00:00:00.000Z' },
      },
      {
        ...{ id: 'p2', title: 'Card', slug: 'card', status: 'draft', type: 'post' },
        mobiledoc: JSON.stringify({
          cards: [['markdown', { markdown: '# Kept *as it is*' }]],
          sections: [[10, 0]],
        }),
        created_at: '2020-01-01T00:00:00.000Z',
      },
      {
        ...{ id: 'p3', title: 'Lexical', slug: 'lexical', status: 'published', type: 'page' },
        lexical: JSON.stringify({
          root: {
            children: [
              {
                type: 'extended-heading',
                tag: 'h2',
                children: [{ type: 'extended-text', text: 'Top' }],
              },
              {
                type: 'paragraph',
                children: [
                  { type: 'text', text: 'Bold', format: 1 },
                  { type: 'text', text: ' & <plain>' },
                ],
              },
            ],
          },
        }),
        ...{ created_at: '2021-01-01T00:00:00.000Z', published_at: '2021-01-01T00:00:00.000Z' },
      },
      {
        ...{ id: 'p6', title: 'Mobiledoc', slug: 'mobiledoc', status: 'draft', type: 'post' },
        mobiledoc: JSON.stringify({
          version: '0.3.1',
          atoms: [['soft-return', '', {}]],
          cards: [
            ['image', { src: '/a.png', alt: 'A', caption: 'Seen' }],
            ['hr', {}],
            ['bookmark', { url: 'https://a.example', metadata: { title: 'A site' } }],
            ['audio', {}],
          ],
          markups: [['strong'], ['a', ['href', 'https://b.example']], ['script']],
          sections: [
            [1, 'h2', [[0, [], 0, 'Top']]],
            [
              1,
              'p',
              [
                [0, [0], 1, 'Bold'],
                [0, [1], 0, ' & '],
                [0, [0], 2, 'linked'],
                [1, [], 0, 0],
                [0, [2], 1, '<b>'],
              ],
            ],
            [3, 'ul', [[[0, [], 0, 'One']], [[0, [], 0, 'Two']]]],
            ...[0, 1, 2, 3].map((card) => [10, card]),
          ],
        }),
        created_at: '2020-01-01T00:00:00.000Z',
      },
      {
        ...{ id: 'p7', title: 'Cards', slug: 'cards', status: 'draft', type: 'post' },
        lexical: JSON.stringify({
          root: {
            children: [
              { type: 'gallery', images: [{ src: '/a.png', alt: 'A' }] },
              { type: 'callout', calloutText: 'Mind this' },
              { type: 'bookmark', url: 'https://a.example', metadata: { title: 'A site' } },
              { type: 'constructor' },
            ],
          },
        }),
        created_at: '2020-01-01T00:00:00.000Z',
      },
      {
        ...{ id: 'p8', title: 'Broken', slug: 'broken', status: 'draft', type: 'post' },
        mobiledoc: '{"sections": [7], "cards": [8]}',
        created_at: '2020-01-01T00:00:00.000Z',
      },
      {
        ...{ id: 'p4', title: 'Paid', slug: 'paid', status: 'published', visibility: 'paid' },
        ...{ html: '<p>Secret</p>', created_at: '2021-01-01T00:00:00.000Z' },
      },
      {
        ...{ id: 'p5', title: 'Soon', slug: 'soon', status: 'scheduled', html: '<p>Soon</p>' },
        ...{ created_at: '2021-01-01T00:00:00.000Z', published_at: '2199-01-01T00:00:00.000Z' },
      },
    ],
    posts_authors: [
      { post_id: 'p1', author_id: '5f', sort_order: 1 },
      { post_id: 'p1', author_id: '1', sort_order: 0 },
    ],
    posts_tags: [
      { post_id: 'p1', tag_id: 't1', sort_order: 1 },
      { post_id: 'p1', tag_id: 't2', sort_order: 0 },
      { post_id: 'p1', tag_id: 't3', sort_order: 2 },
    ],
    posts_meta: [{ post_id: 'p1', meta_title: 'For search engines', feature_image_alt: 'A' }],
  }

  test('moves posts of HTML, mobiledoc and Lexical, with authors and tags in order', async ({
    assert,
    cleanup,
  }) => {
    const folder = await temporaryFolder(cleanup)
    await write(folder, { 'ghost.json': JSON.stringify({ db: [{ meta: {}, data }] }) })
    const line = `import ${folder}/ghost.json --from ghost --json`

    const ran = await plaza(line)

    assert.equal(ran.code, 8, ran.out)
    assert.containSubset(ran.json.data.kinds.posts, { created: 7, refused: 1 })
    const html = await post('HTML')
    assert.containsSubset(html, {
      ...{ slug: 'html', excerpt: 'Short', pinned: 'site', tags: ['art', 'news'] },
      content: '![A](/content/images/a.png)\n\nSome **text**',
      seo: { title: 'For search engines', description: null },
    })
    assert.equal((await row('users', { id: html.user_id })).username, 'ada')
    assert.containsSubset(await post('Card'), { content: '# Kept *as it is*', published: false })
    const lexical = await post('Lexical')
    assert.equal(lexical.type, 'page')
    assert.match(lexical.content, /^## Top\n\n\*\*Bold\*\* & \\?<plain>$/)
    assert.equal(
      (await post('Mobiledoc')).content,
      [
        '## Top',
        '**Bold** [& **linked**](https://b.example)\\\n\\<b>',
        '- One\n- Two',
        '![A](/a.png)',
        'Seen',
        '***',
        '[A site](https://a.example)',
      ].join('\n\n')
    )
    assert.equal(
      (await post('Cards')).content,
      '![A](/a.png)\n\n> Mind this\n\n[A site](https://a.example)'
    )
    assert.isFalse((await post('Paid')).published)
    assert.equal((await post('Soon')).publish_at.toISOString(), '2199-01-01T00:00:00.000Z')
    const notes = notesOf(ran)
    assert.include(notes, 'it was for paid alone: it is a draft here')
    assert.include(notes, 'it has 1 more authors')
    assert.include(notes, 'its cards are not kept: audio')
    assert.include(notes, 'its cards are not kept: constructor')
    assert.include(notes, "ghost.json#posts/p8: it can't be read")
    assert.containsSubset((await plaza(line)).json.data.kinds.posts, { already_there: 7 })
    await write(folder, { 'ghost.json': '{"db": []}' })
    assert.equal((await plaza(line)).code, 9)
  })
})

test.group('plaza import --from csv-users', (group) => {
  group.each.setup(emptyDatabase)
  group.each.teardown(emptyDatabase)

  test('makes accounts, and refuses rows by their line', async ({ assert, cleanup }) => {
    const folder = await temporaryFolder(cleanup)
    await write(folder, {
      'users.csv': `\uFEFFEmail,Name,user_login,created_at,role,labels
ada@example.org,"Ada, Countess",ada,2019-01-02,editor,vip
ADA@example.org,Twice,ada2,,,
nothing,No,no,,,
bo@example.org,Bo,bo,sometime,,
eve@example.org,"Eve
of two lines",,2020-02-03T04:05:06Z,,
`,
    })
    const line = `import ${folder}/users.csv --from csv-users --role-map editor=editor --json`

    const ran = await plaza(line)

    assert.equal(ran.code, 8)
    const { users } = ran.json.data.kinds
    assert.isTrue(isCountedOut(users))
    assert.containsSubset(users, { in: 5, created: 2, already_there: 1, refused: 2 })
    assert.containsSubset(await row('users', { username: 'ada' }), {
      ...{ email: 'ada@example.org', display_name: 'Ada, Countess', role: 'editor' },
    })
    const eve = await row('users', { email: 'eve@example.org' })
    assert.containsSubset(eve, { username: 'eve', display_name: 'Eve of two lines' })
    assert.include(notesOf(ran), 'users.csv:4: it has no e-mail')
    assert.include(notesOf(ran), 'users.csv: columns that are not kept: labels')
    assert.containsSubset((await plaza(line)).json.data.kinds.users, { already_there: 3 })
  })

  test('refuses what has no heading with e-mails, and writes nothing of a broken file: {$self}')
    .with(['', 'name,login\nAda,ada\n', 'email\nada@example.org\n"bo@example.org\n'])
    .run(async ({ assert, cleanup }, text) => {
      const folder = await temporaryFolder(cleanup)
      await write(folder, { 'users.csv': text })
      const { code, err } = await plaza(`import ${folder}/users.csv --from csv-users`)
      assert.equal(code, 9)
      assert.match(err, /users\.csv (?:lists no users: its first line|is no CSV: )/)
      assert.isEmpty(await db.from('users'))
      assert.isEmpty(await db.from('imports').whereNull('ended_at'))
    })
})
