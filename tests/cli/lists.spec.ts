import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { Output, type Page } from '#cli/output/output'
import { table } from '#cli/output/table'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { CapturedTerminal, plaza } from '#tests/support/captured_terminal'
import { emptyDatabase } from '#tests/support/database'

const columns = [
  { title: 'Id', text: ({ id }: any) => id, align: 'right' as const },
  { title: 'Title', text: ({ title }: any) => title, elastic: true },
]

/** A list longer than the arguments of a function call. */
async function* many(rows: number, size: number): AsyncGenerator<Page> {
  for (let id = 1; id <= rows; id += size) {
    const page = Array.from({ length: size }, (_, at) => ({
      id: id + at,
      title: `Post ${id + at}`,
    }))
    yield { rows: page, next: null }
  }
}

test.group('A long list', () => {
  test('streams {rows} rows as {format}, in pages of {size}')
    .with(
      (['people', 'json', 'jsonl', 'csv'] as const).flatMap((format) => [
        { format, rows: 200_000, size: 100 },
        { format, rows: 150_000, size: 150_000 },
      ])
    )
    .run(async ({ assert }, { format, rows, size }) => {
      let lines = 0
      const terminal = new CapturedTerminal()
      terminal.out = async (text) => {
        lines += String(text).split('\n').length - 1
      }
      const output = new Output(terminal, format)

      await output.list(many(rows, size), columns)
      await output.end()

      assert.isAtLeast(lines, rows)
      assert.isBelow(lines, rows + 12)
    })

  test('is one JSON document, even if it breaks off', async ({ assert }) => {
    async function* broken() {
      yield* many(200, 100)
      throw new Error('Gone')
    }
    const terminal = new CapturedTerminal()
    const output = new Output(terminal, 'json')
    await assert.rejects(() => output.list(broken(), columns), 'Gone')
    await output.end()

    assert.lengthOf(JSON.parse(terminal.output).data, 200)
  })

  test('prints a table with more rows than a function call takes arguments', ({ assert }) => {
    const rows = Array.from({ length: 200_000 }, (_, id) => ({ id, title: 'Post' }))

    assert.lengthOf(table(rows, columns, 80).split('\n'), 200_002)
  })

  test('is not truncated in a pipe', async ({ assert }) => {
    const title = 'A title that is very much longer than a line of eighty columns can show, at all'
    const terminal = new CapturedTerminal({ columns: Infinity })
    async function* one() {
      yield { rows: [{ id: 1, title }], next: null }
    }
    await new Output(terminal, 'people').list(one(), columns)

    assert.equal(terminal.output, `Id  Title\n 1  ${title}\n`)
  })
})

test.group('plaza … list', (group) => {
  let moe: User

  group.each.setup(async () => {
    await emptyDatabase()
    moe = await UserFactory.apply('moderator').merge({ username: 'moe' }).create()
    for (const title of ['Plain', 'With "quotes", and a comma', '=SUM(A1:A9)', '-2', '@ada']) {
      await PostFactory.merge({ userId: moe.id, title }).create()
    }
  })

  test("prints CSV that spreadsheets read and don't run", async ({ assert }) => {
    const { out } = await plaza('posts list --csv --columns title,votes,author --as moe')

    assert.deepEqual(out.split('\r\n'), [
      'Title,Votes,Author',
      '@ada,0,@moe',
      '-2,0,@moe',
      "'=SUM(A1:A9),0,@moe",
      '"With ""quotes"", and a comma",0,@moe',
      'Plain,0,@moe',
      '',
    ])
  })

  test('prints the titles if it finds nothing', async ({ assert }) => {
    const { out, code } = await plaza('posts list --csv --search nothing --as moe')

    assert.equal(code, 0)
    assert.match(out, /^Id,Title,[^\n]+\r\n$/)
  })

  test('shows the named columns, also members of the API', async ({ assert }) => {
    const { out } = await plaza('users list --columns username,display_name,id,posts --as moe')
    const nested = await plaza('posts list --limit 1 --columns author.id,locked --as moe')

    assert.match(out, /^username +display_name +Id +Posts\n/)
    assert.match(nested.out, new RegExp(`^author.id +locked\\n${moe.id} +false\\n$`))
  })

  test('asks for the named members alone, with --json', async ({ assert }) => {
    const { json } = await plaza('posts list --limit 1 --fields id,author.username --json --as moe')
    assert.deepEqual(json.data, [{ id: json.data[0].id, author: { username: 'moe' } }])
    const unknown = await plaza('posts list --fields titel --json --as moe')
    assert.equal(unknown.code, 2)
    assert.include(unknown.out, 'the nearest is \\"title\\"')
    const forPeople = await plaza('posts list --fields title --as moe')
    assert.equal(forPeople.code, 2)
    assert.include(forPeople.err, '--columns')
  })

  test('lists the available columns', async ({ assert }) => {
    const { code, err } = await plaza('posts list --columns titel --as moe')

    assert.equal(code, 2)
    assert.match(err, /^error: There is no column titel: columns are id, title, .*upvotes.*\n$/)
  })

  test('finds users by any of their names', async ({ assert }) => {
    for (const name of ['moe', '@moe', 'MOE', String(moe.id), moe.email]) {
      const { json } = await plaza(`posts list --json --author ${name} --as ${name}`)
      assert.lengthOf(json.data, 5, name)
    }
    await db.from('posts').where('title', 'Plain').update({ user_id: null })
    assert.equal((await plaza('reports list --assignee none --as moe')).code, 0)
  })
})
