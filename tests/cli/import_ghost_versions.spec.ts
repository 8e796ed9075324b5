import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { temporaryFolder } from '#tests/support/moving'

type Cleanup = Parameters<typeof temporaryFolder>[0]

async function imported(document: unknown, cleanup: Cleanup, more = '') {
  const folder = await temporaryFolder(cleanup)
  const text = typeof document === 'string' ? document : JSON.stringify(document)
  await writeFile(join(folder, 'ghost.json'), text)
  return plaza(`import ${folder}/ghost.json --from ghost --json ${more}`)
}

const notesOf = ({ json }: { json: any }): string =>
  json.data.messages.map(({ place, message }: any) => `${place}: ${message}`).join('\n')

const post = (title: string) => row('posts', { title })

test.group('plaza import --from ghost, exports of other versions', (group) => {
  group.each.setup(emptyDatabase)
  group.each.teardown(emptyDatabase)

  test('takes one of Ghost 0.x with its Markdown, pictures, times as numbers and language', async ({
    assert,
    cleanup,
  }) => {
    const at = 1_400_000_000_000
    const base = { status: 'published', author_id: 1, created_at: at, published_at: at, page: 0 }
    const ran = await imported(
      {
        meta: { exported_on: at, version: '003' },
        data: {
          users: [{ id: 1, name: 'Ada', slug: 'ada', email: 'ada@example.org' }],
          tags: [{ id: 1, name: 'News' }, { id: 2, name: null }, null],
          posts: [
            { ...base, id: 1, title: 'Plain', markdown: '# Kept *as it is*', html: '<h1>x</h1>' },
            { ...base, id: 2, title: 'Mixed', markdown: '<b>x</b>', html: '<p><b>x</b></p>' },
            { ...base, id: 3, title: 'Picture', html: '<p>Text</p>', image: '/content/a.png' },
            { ...base, id: 4, title: 'Page', html: '<p>Text</p>', page: 1, language: 'de_DE' },
            { ...base, id: 5, title: 'Orphan', html: '<p>Text</p>', author_id: 77 },
            null,
          ],
          posts_tags: [
            { post_id: 1, tag_id: 1 },
            { post_id: 1, tag_id: 2 },
          ],
          settings: [{ key: 'defaultLang', value: 'en_US' }],
        },
      },
      cleanup
    )
    assert.equal(ran.code, 0, ran.out)
    assert.containSubset(ran.json.data.kinds.posts, { in: 5, created: 5 })
    const plain = await post('Plain')
    assert.containsSubset(plain, {
      content: '# Kept *as it is*',
      tags: ['news'],
      language: 'en-US',
    })
    assert.equal(plain.published_at.getTime(), at)
    assert.equal((await post('Mixed')).content, '**x**')
    assert.equal((await post('Picture')).content, '![](/content/a.png)\n\nText')
    assert.containsSubset(await post('Page'), { type: 'page', language: 'de-DE' })
    assert.isNull((await post('Orphan')).user_id)
    assert.include(notesOf(ran), '#posts/5: it has no author: the export has no user 77')
  })

  const site = {
    users: [
      { id: 'a', name: 'Ada', slug: 'ada', email: 'ada@example.org', website: 'https://a.example' },
      { id: 'b', name: 'Bo', slug: 'bo', email: 'bo@example.org', profile_image: '/b.png' },
    ],
    roles: [
      { id: 'r1', name: 'Owner' },
      { id: 'r2', name: 'Super Editor' },
    ],
    roles_users: [
      { user_id: 'a', role_id: 'r1' },
      { user_id: 'b', role_id: 'r2' },
    ],
    tags: [{ id: 't', name: '#feature', visibility: 'internal' }],
    newsletters: [{ id: 'n' }, { id: 'm' }],
    settings: [{ key: 'locale', value: 'fr' }],
    posts: [
      {
        ...{ id: 'p', title: 'Title', slug: 'title', status: 'published' },
        ...{ html: '<p>Texte</p>', codeinjection_head: '<style></style>' },
        ...{ created_at: '2024-01-01T00:00:00.000Z', published_at: '2024-01-01T00:00:00.000Z' },
      },
    ],
  }

  test('gives roles by --role-map, and takes the language of the site', async ({
    assert,
    cleanup,
  }) => {
    const ran = await imported({ db: [{ data: site }] }, cleanup, '--role-map super-editor=editor')

    assert.equal((await row('users', { username: 'ada' })).role, 'member')
    assert.equal((await row('users', { username: 'bo_' })).role, 'editor')
    assert.equal((await post('Title')).language, 'fr')
    const notes = notesOf(ran)
    assert.include(notes, 'the role owner is not given: see --role-map')
    assert.include(notes, '#users/a: not kept: website')
    assert.include(notes, '#users/b: not kept: profile_image')
    assert.include(notes, '#posts/p: not kept: codeinjection_head')
    assert.include(notes, 'ghost.json: not kept: 2 newsletters, 1 internal tag')
  })

  const cards = [
    {
      html: '<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="https://a.example/"><div class="kg-bookmark-content"><div class="kg-bookmark-title">A site</div><div class="kg-bookmark-description">More</div><img src="/icon.png"></div></a><figcaption>Seen</figcaption></figure>',
      markdown: '[A site](https://a.example/) – More\n\nSeen',
    },
    {
      html: '<div class="kg-card kg-file-card"><a class="kg-file-card-container" href="/f.pdf"><div class="kg-file-card-title">Its <b>file</b></div><div>5 MB</div><svg></svg></a></div>',
      markdown: '[Its file](/f.pdf)',
    },
    {
      html: '<div class="kg-card kg-audio-card"><img src="" alt="audio"><audio src="/a.mp3"></audio><div class="kg-audio-title">Song</div><div class="kg-audio-player"><span>0:00</span></div></div>',
      markdown: '[/a.mp3](/a.mp3)\n\nSong',
    },
    {
      html: '<figure class="kg-card kg-video-card"><video src="/v.mp4" poster="https://img.spacergif.org/v1/s.png"></video><div class="kg-video-overlay"></div><div class="kg-video-player-container"><span>0:00</span></div></figure>',
      markdown: '[/v.mp4](/v.mp4)',
    },
  ]

  test('leaves newsletters that were for e-mail alone as drafts', async ({ assert, cleanup }) => {
    const [base] = site.posts
    const posts = [
      { ...base, id: 1, title: 'Sent', status: 'sent' },
      {
        ...base,
        id: 2,
        title: 'Soon',
        status: 'scheduled',
        published_at: '2199-01-01T00:00:00.000Z',
      },
    ]
    const ran = await imported(
      { data: { posts, posts_meta: [{ post_id: 2, email_only: 1 }] } },
      cleanup
    )
    for (const title of ['Sent', 'Soon']) {
      assert.containsSubset(await post(title), { published: false, publish_at: null })
    }
    assert.include(notesOf(ran), '#posts/1: it was for e-mail alone: it is a draft here')
    assert.include(notesOf(ran), '#posts/2: it was for e-mail alone: it is a draft here')
  })

  test('makes links of cards', async ({ assert, cleanup }) => {
    const posts = cards.map(({ html }, at) => ({
      ...site.posts[0],
      id: at,
      title: `Card ${at}`,
      html,
    }))

    const ran = await imported({ data: { posts } }, cleanup)

    for (const [at, { markdown }] of cards.entries()) {
      assert.equal((await post(`Card ${at}`)).content, markdown)
    }
    assert.notInclude(notesOf(ran), 'svg')
  })

  test('says in one line what is no export: {$self}')
    .with([
      '{"db": [',
      '[]',
      'null',
      '',
      '{"db": [{"data": {"posts": 7}}]}',
      '{"data": {"posts": [{}]}} x',
    ])
    .run(async ({ assert, cleanup }, text) => {
      const { code, out } = await imported(text, cleanup)
      assert.equal(code, 9)
      assert.match(out, /ghost\.json is no (?:JSON: |export of Ghost: it has no posts)/)
    })

  test('refuses a file that is nested without end, before it fills the memory', async ({
    assert,
    cleanup,
  }) => {
    const { code, out } = await imported(`{"data": {"posts": [${'['.repeat(5000)}`, cleanup)
    assert.equal(code, 9)
    assert.include(out, "ghost.json can't be read: it is nested too deep")
  })
})
