import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { temporaryFolder } from '#tests/support/moving'
import { itemsAround, wordPressTexts } from '#tests/support/wordpress_texts'
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

test.group('plaza import --from wordpress, texts', (group) => {
  group.each.setup(emptyDatabase)
  group.each.teardown(emptyDatabase)

  test('makes Markdown of each kind of text', async ({ assert, cleanup }) => {
    const posts = wordPressTexts.map(({ title, html }, at) =>
      item(at + 1, { 'title': title, 'content:encoded': html })
    )

    const notes = await imported(posts.join('') + itemsAround(wordPressTexts.length), cleanup)

    for (const [at, { title, markdown, note }] of wordPressTexts.entries()) {
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

  test('takes what plugins tell search engines, and names other taxonomies', async ({
    assert,
    cleanup,
  }) => {
    const terms =
      '<category domain="series" nicename="a">A</category><category domain="post_format" nicename="b">B</category>'
    const notes = await imported(
      [
        item(
          1,
          {},
          meta('_yoast_wpseo_title', '%%title%%') + meta('_yoast_wpseo_metadesc', 'Short')
        ),
        item(2, {}, meta('rank_math_title', 'For search') + terms),
      ].join(''),
      cleanup
    )
    assert.deepEqual((await row('posts', { title: 'Post 1' })).seo, {
      title: null,
      description: 'Short',
    })
    const { seo, tags } = await row('posts', { title: 'Post 2' })
    assert.deepEqual([seo, tags], [{ title: 'For search', description: null }, []])
    assert.include(notes, '#post-2: its terms of these taxonomies are not kept: series')
    assert.notInclude(notes, 'post_format')
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
