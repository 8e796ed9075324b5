import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { eachInStudio } from '#tests/support/studio_group'
import type { Studio } from '#tests/support/studio_page'

const wordList = `
  <html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal { margin: 0 }</style></head><body>
  <!--StartFragment--><h2>Shopping<o:p></o:p></h2>
  <p class="MsoNormal">A <b>long</b> and <a href="https://example.org/x">linked</a> list<o:p></o:p></p>
  <p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><![if !supportLists]><span style="mso-list:Ignore">·<span>  </span></span><![endif]>Lamps</p>
  <p class="MsoListParagraph" style="mso-list:l0 level2 lfo1"><span style="mso-list:Ignore">o </span>Bulbs</p>
  <p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">· </span>Wire</p>
  <!--EndFragment--></body></html>`

const pastes = [
  {
    what: 'a list of Word',
    html: wordList,
    markdown:
      '## Shopping\n\nA **long** and [linked](https://example.org/x) list\n\n- Lamps\n  - Bulbs\n- Wire',
  },
  {
    what: 'a document of Google Docs',
    html: '<meta charset="utf-8"><b style="font-weight:normal;"><p><span style="font-weight:700">Bold</span> and <span style="font-style:italic">slanted</span></p></b>',
    markdown: '**Bold** and _slanted_',
  },
  {
    what: 'a table',
    html: '<table><tr><th>Lamp</th><th>Watts</th></tr><tr><td>Desk</td><td>5</td></tr></table>',
    markdown: '| Lamp | Watts |\n| ---- | ----- |\n| Desk | 5     |',
  },
  {
    what: 'a page with scripts',
    html: `<p>Read <a href="javascript:alert(1)">this</a><script>alert(1)</script><img src=x onerror="alert(1)"></p>`,
    markdown: 'Read this',
  },
  { what: 'lines of a program', html: '<div><span>if (a) b</span></div>', markdown: 'plain text' },
]

test.group('The text in the editor of the studio', (group) => {
  let studio: Studio
  let editor: User

  eachInStudio(group, async (opened) => {
    studio = opened
    editor = await UserFactory.merge({ role: 'admin' }).create()
    await studio.signIn(editor)
  })

  const field = (name: string) => studio.page.getByLabel(name, { exact: true })
  const isSaved = () => studio.page.getByText('All is saved.').waitFor()
  const open = async (content = '', more = {}) => {
    const fields = { userId: editor.id, contentFormat: 'markdown' as const, content, ...more }
    const { id } = await PostFactory.merge(fields).create()
    await studio.go(`/posts/${id}`)
    await field('Text').waitFor()
    return id
  }

  test('is pasted as clean Markdown', async ({ assert }) => {
    await open('-')
    for (const { what, html, markdown } of pastes) {
      await field('Text').press('Control+A')
      await studio.paste(field('Text'), html, 'plain text')
      const lines = markdown.split('\n')
      await field('Text').getByText(lines.at(-1)!, { exact: true }).waitFor()
      const shown = await field('Text').locator('.cm-line').allInnerTexts()
      const said = shown.map((line) => line.replace(/^\n$/, ''))
      assert.deepEqual(said, lines, what)
    }
    assert.deepEqual(studio.complaints, [])
  })

  test('takes its marks from keys and from buttons', async ({ client, assert }) => {
    const id = await open('quiet')
    await field('Text').press('Control+A')
    await field('Text').press('Control+B')
    await studio.page.getByRole('button', { name: 'Heading' }).click()
    await isSaved()
    const { content } = await bodyOf(client.get(`/posts/${id}/draft`).loginAs(editor))
    assert.equal(content, '## **quiet**')
    await field('Text').press('Control+Z')
    await field('Text').press('Control+Z')
    assert.equal(await field('Text').innerText(), 'quiet')
    await field('Text').press('Tab')
    const left = await studio.page.evaluate(
      () => (globalThis as any).document.activeElement?.shadowRoot?.activeElement ?? null
    )
    assert.isNull(left, 'Tab leaves the text')
    assert.deepEqual(studio.complaints, [])
  })

  test('is shown as readers see it, and runs nothing', async ({ assert }) => {
    await open(
      '# Lamps\n\n| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n<b>no</b> ![Desk](https://example.org/x.png)'
    )
    await studio.page.getByRole('button', { name: 'Show the text as readers see it' }).click()
    const page = studio.page.frameLocator('iframe[title="The text as readers see it"]')
    await page.getByRole('heading', { name: 'Lamps' }).waitFor()
    assert.equal(
      await page.getByRole('link', { name: 'Desk' }).getAttribute('rel'),
      'noopener nofollow'
    )
    assert.equal(await page.locator('td').first().getAttribute('align'), 'center')
    assert.isTrue(await page.getByText('<b>no</b>').isVisible())
    await field('Text').press('Control+A')
    await field('Text').pressSequentially('Another text')
    await page.getByText('Another text').waitFor()
    await studio.assertAccessible(assert, 'the preview')
    assert.deepEqual(studio.complaints, [])
  })

  test('has beside it the fields of its type, with what is wrong in them', async ({
    client,
    assert,
  }) => {
    const properties = {
      place: { type: 'string', title: 'Place', minLength: 2 },
      seats: { type: 'integer', title: 'Seats' },
      kind: { type: 'string', title: 'Kind', enum: ['talk', 'walk'] },
      open: { type: 'boolean', title: 'Open to all' },
    }
    const schema = { type: 'object', properties, required: ['place'], additionalProperties: false }
    const type = client.put('/types/event').loginAs(editor).json({ title: 'Event', schema })
    await answers(type, 201)
    await studio.go('/posts/create')
    await studio.page.getByLabel('Type *').click()
    await studio.page.getByRole('option', { name: 'Event' }).click()
    await field('Title *').fill('A night walk')
    await field('Text *').fill('Bring a lamp.')
    await studio.page.getByRole('button', { name: 'Save' }).click()
    await studio.page.getByRole('heading', { name: 'Fields of its type' }).waitFor()
    studio.expected = [422]
    await studio.page.getByLabel('Seats').fill('12')
    await isSaved()
    await studio.page.getByRole('button', { name: 'Publish now' }).click()
    await studio.page
      .locator('[id^=data_place]', { hasText: /required|missing/i })
      .first()
      .waitFor()
    await studio.assertAccessible(assert, 'the fields')
    await studio.page.getByLabel('Place').fill('Old bridge')
    await studio.page.getByLabel('Open to all').check()
    await isSaved()
    await studio.page.getByRole('button', { name: 'Publish now' }).click()
    await studio.page.getByText('Published', { exact: true }).waitFor()
    const [{ id }] = await bodyOf(client.get('/admin/posts').loginAs(editor))
    const { data, status } = await bodyOf(client.get(`/posts/${id}`))
    assert.equal(status, 'published')
    assert.deepEqual(data, { seats: 12, place: 'Old bridge', open: true })
    assert.deepEqual(studio.complaints, [])
  })

  test('says who else has it open, and takes over', async ({ client, assert }) => {
    const other = await UserFactory.merge({ role: 'editor' }).create()
    const author = await UserFactory.create()
    const { id } = await PostFactory.merge({ userId: author.id }).create()
    await answers(client.put(`/posts/${id}/draft/editor`).loginAs(other).json({}), 200)
    studio.expected = [409]
    await studio.go(`/posts/${id}`)
    await studio.page.getByText(`${other.username} has this post open`).waitFor()
    await studio.page.getByRole('button', { name: 'Take over' }).click()
    await studio.page
      .getByText(`${other.username} has this post open`)
      .waitFor({ state: 'detached' })
    const holder = await bodyOf(client.get(`/posts/${id}/draft/editor`).loginAs(editor))
    assert.equal(holder.user.id, editor.id)
    assert.deepEqual(studio.complaints, [])
  })

  test('is reviewed', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const { id } = await PostFactory.merge({ userId: author.id }).apply('draft').create()
    const asked = client.put(`/posts/${id}/review`).loginAs(author).json({ state: 'requested' })
    await answers(asked, 200)
    await studio.go(`/posts/${id}`)
    await studio.page.getByRole('button', { name: 'Request changes' }).click()
    await studio.page.getByRole('dialog').getByLabel('Note to the author').fill('Name the source.')
    await studio.assertAccessible(assert, 'the answer')
    await studio.page.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click()
    await studio.page.getByText('Changes requested').waitFor()
    const review = await bodyOf(client.get(`/posts/${id}/review`).loginAs(author))
    assert.containSubset(review, { state: 'changes_requested', note: 'Name the source.' })
    assert.deepEqual(studio.complaints, [])
  })
})
