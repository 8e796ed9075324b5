import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { temporaryFolder } from '#tests/support/moving'
import { comment, item, meta, wxr } from '#tests/support/wxr'

type Cleanup = Parameters<typeof temporaryFolder>[0]

/** Imports items. @returns the notes and refusals of the receipt as lines */
async function imported(items: string, cleanup: Cleanup): Promise<string> {
  const folder = await temporaryFolder(cleanup)
  await writeFile(join(folder, 'site.xml'), wxr(items))
  const { json } = await plaza(`import ${folder}/site.xml --from wordpress --json`)
  return json.data.messages
    .map(({ place, refused, message }: any) => `${place}: ${refused ? 'refused: ' : ''}${message}`)
    .join('\n')
}

const cases: { title: string; html: string; markdown: string; note?: string }[] = [
  {
    title: 'lists of a classic post, with lines between their elements',
    html: 'Before\n<ul>\n<li>One</li>\n<li>Two\n<ol>\n<li>Below</li>\n</ol>\n</li>\n</ul>\nAfter\nit',
    markdown: 'Before\n\n- One\n- Two\n  1. Below\n\nAfter\\\nit',
  },
  {
    title: 'text between blocks, which is classic',
    html: '<!-- wp:paragraph -->\n<p>A block</p>\n<!-- /wp:paragraph -->\n\nClassic\n\nMore of it',
    markdown: 'A block\n\nClassic\n\nMore of it',
  },
  {
    title: 'lines in a pre element, and blank ones',
    html: 'Code:\n<pre>one\n\n  two</pre>\nEnd',
    markdown: 'Code:\n\n```\none\n\n  two\n```\n\nEnd',
  },
  {
    title: 'two line breaks, and those at an end',
    html: '<p><br>One<br><br>Two<br></p>',
    markdown: 'One\n\nTwo',
  },
  {
    title: 'marks with spaces at their ends, and marks within the same ones',
    html: '<p><em>Right, </em>and <strong>bold <b>too</b></strong>; <b> </b>end</p>',
    markdown: '_Right,_ and **bold too**; end',
  },
  {
    title: 'links without an address or a text',
    html: '<p><a>Button<br></a> <a name="top"></a><a href="/a">A</a><a href="/b">B</a></p>',
    markdown: 'Button\\\n[A](/a) [B](/b)',
  },
  {
    title: 'addresses in a text, as links that Markdown does not escape',
    html: 'https://video.example/a_b_c\n\nSee https://site.example/x_y_z, please.',
    markdown: '<https://video.example/a_b_c>\n\nSee <https://site.example/x_y_z>, please.',
  },
  {
    title: 'players and frames, as links',
    html: '<figure><audio src="https://a.example/a.mp3"></audio></figure><iframe src="//v.example/1" title="A film"></iframe>[video mp4="https://a.example/v.mp4"][/video]',
    markdown:
      '<https://a.example/a.mp3>\n\n[A film](https://v.example/1)\n\n<https://a.example/v.mp4>',
    note: 'links stand in the place of: audio, iframe, video',
  },
  {
    title: 'a caption below its picture',
    html: '[caption id="1"]<img src="https://a.example/a.jpg" alt="A"> A <em>cat</em>[/caption]',
    markdown: '![A](https://a.example/a.jpg)\n\nA _cat_',
  },
  {
    title: 'a picture behind a text, and one that loads late',
    html: '<div style="background-image:url(https://a.example/c.jpg)"><p>Cover</p></div><img src="data:image/gif;base64,R0" data-src="https://a.example/l.jpg">',
    markdown: '![](https://a.example/c.jpg)\n\nCover\n\n![](https://a.example/l.jpg)',
  },
  {
    title: 'words in brackets, which are no shortcodes',
    html: 'He said [sic] and [[gallery]]. [form id="3"] [note]x[/note]',
    markdown: 'He said \\[sic] and \\[\\[gallery]]. \\[form id="3"] \\[note]x\\[/note]',
    note: 'its shortcodes stay as they are written: form, note',
  },
  {
    title: 'blocks that WordPress fills when it shows them',
    html: '<!-- wp:latest-posts {"postsToShow":3} /--><!-- wp:spacer /--><!-- wp:paragraph --><p>Text</p><!-- /wp:paragraph --><!-- wp:jetpack/map {"a":"b"} /-->',
    markdown: 'Text',
    note: 'its blocks are not kept: latest-posts, jetpack/map',
  },
  {
    title: 'a synced pattern, in its place',
    html: '<!-- wp:block {"ref":900} /-->',
    markdown: 'A pattern',
  },
  {
    title: 'a gallery of the library, and one of the post',
    html: '[gallery ids="902,901,77"]\n\n[gallery columns="2"]',
    markdown: [
      '![Second](https://old.example/2.jpg)',
      '![](https://old.example/1.jpg)\n\nThe **first**',
      '![](https://old.example/1.jpg)\n\nThe **first**',
    ].join('\n\n'),
  },
]

const around = (post: number) =>
  [
    item(900, { 'wp:post_type': 'wp_block', 'content:encoded': '<p>A pattern</p>' }),
    item(901, {
      'wp:post_type': 'attachment',
      'wp:post_parent': String(post),
      'wp:attachment_url': 'https://old.example/1.jpg',
      'excerpt:encoded': 'The <b>first</b>',
    }),
    item(
      902,
      { 'wp:post_type': 'attachment', 'wp:attachment_url': 'https://old.example/2.jpg' },
      meta('_wp_attachment_image_alt', 'Second')
    ),
  ].join('')

test.group('plaza import --from wordpress, texts', (group) => {
  group.each.setup(emptyDatabase)
  group.each.teardown(emptyDatabase)

  test('makes Markdown of each kind of text', async ({ assert, cleanup }) => {
    const posts = cases.map(({ title, html }, at) =>
      item(at + 1, { 'title': title, 'content:encoded': html })
    )

    const notes = await imported(posts.join('') + around(cases.length), cleanup)

    for (const [at, { title, markdown, note }] of cases.entries()) {
      assert.equal((await row('posts', { title })).content, markdown, title)
      if (note) assert.include(notes, `#post-${at + 1}: ${note}`)
    }
    assert.include(notes, 'not kept: 2 pictures of the library: --media fetch takes them')
    assert.include(notes, 'not kept: 1 synced pattern by itself')
  })

  test('puts footnotes at the end', async ({ assert, cleanup }) => {
    const html =
      '<!-- wp:paragraph --><p>A claim<sup data-fn="a" class="fn"><a href="#a" id="a-link">1</a></sup></p><!-- /wp:paragraph --><!-- wp:footnotes /-->'
    const footnotes = meta('footnotes', '[{"id":"a","content":"A <em>source</em>"}]')

    const notes = await imported(item(1, { 'content:encoded': html }, footnotes), cleanup)

    const { content } = await row('posts', { title: 'Post 1' })
    assert.equal(content, 'A claim\\[1]\n\n***\n\n1. A _source_')
    assert.equal(notes, '')
  })

  test('keeps paragraphs, lists and addresses of comments as plain text', async ({
    assert,
    cleanup,
  }) => {
    const text = `One *star*
two_lines

<strong>Bold</strong> &amp; <a href="https://a.example/a_b">a link</a>
<ul><li>A</li><li>B</li></ul>
https://b.example/a_b`
    await imported(item(1, {}, comment(1, 0, { 'wp:comment_content': text })), cleanup)

    const { content } = await row('comments', {})
    assert.equal(
      content,
      'One *star*\ntwo_lines\n\nBold & a link (https://a.example/a_b)\n\n- A\n- B\n\nhttps://b.example/a_b'
    )
  })

  test('names what a title, an excerpt and an address lose', async ({ assert, cleanup }) => {
    const notes = await imported(
      [
        item(1, { title: ' ' }),
        item(2, { title: 'x'.repeat(201) }),
        item(3, { 'excerpt:encoded': 'word '.repeat(100) }),
        item(4, { 'wp:post_name': '%ce%b5%cf%80%ce%af-2' }),
        item(5, { 'content:encoded': 'Lost: \uFFFD', 'title': 'Lost \uFFFD' }),
        item(6, {
          'content:encoded': '<img src="data:image/png;base64,AAAA">',
          'wp:post_password': 'x',
        }),
        item(7, { 'wp:post_type': 'page', 'wp:post_parent': '6' }),
        item(8, { 'content:encoded': '[gallery ids="71,72"]' }, meta('_thumbnail_id', '73')),
      ].join(''),
      cleanup
    )
    for (const note of [
      '#post-1: it has no title: it is Untitled here',
      '#post-2: its title is cut after 200 characters',
      '#post-3: its excerpt is cut after 300 characters',
      '#post-4: its address επί-2 is epi-2 here',
      '#post-5: its text has �',
      '#post-5: its title or excerpt has �',
      '#post-6: not kept: pictures within its text (data:)',
      '#post-6: it had a password: it is a draft here',
      '#post-8: the export does not have its pictures, as attachments: 71, 72, 73',
      'site.xml: not kept: 1 place of a page below another',
    ]) {
      assert.include(notes, note)
    }
  })

  test('refuses a text that is nested too deeply alone', async ({ assert, cleanup }) => {
    const deep = `${'<div>'.repeat(20_000)}x`
    const notes = await imported(
      item(1, { 'content:encoded': deep }) +
        item(2, {}, comment(5, 0, { 'wp:comment_content': deep }) + comment(6, 0)),
      cleanup
    )
    assert.include(notes, "#post-1: refused: it can't be read: its HTML is nested too deeply")
    assert.include(notes, "#comment-5: refused: it can't be read: its HTML is nested too deeply")
    assert.lengthOf(await db.from('posts'), 1)
    assert.lengthOf(await db.from('comments'), 1)
  })
})
