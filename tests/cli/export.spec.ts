import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { unpackTar } from 'modern-tar'
import { kinds } from '#cli/moving/archive/kinds'
import { PostFactory } from '#database/factories/post_factory'
import { CommentFactory } from '#database/factories/comment_factory'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { editLines, rowsIn, seedPlaza, temporaryFolder } from '#tests/support/moving'
import { startPlaza } from '#tests/support/plaza_process'
import { people } from '#tests/support/staff'

const tables = { posts: 'posts', users: 'users', comments: 'comments', votes: 'votes' }

test.group('plaza export', (group) => {
  group.each.setup(emptyDatabase)

  test('writes a line for each row, and its digest, without passwords', async ({
    assert,
    cleanup,
  }) => {
    await seedPlaza()
    const folder = await temporaryFolder(cleanup)
    const archive = join(folder, 'all')

    const { code, err, out } = await plaza(`export --output ${archive}`)

    assert.equal(code, 0, err)
    assert.match(out, /Users +12\n/)
    const manifest = JSON.parse(await readFile(join(archive, 'manifest.json'), 'utf8'))
    for (const [kind, table] of Object.entries(tables)) {
      const [{ total }] = await db.from(table).count('* as total')
      assert.equal(manifest.kinds[kind].count, total, kind)
      assert.lengthOf(await rowsIn(archive, kind), Number(total))
    }
    const [{ password }] = await db.from('users').limit(1)
    assert.notInclude(await readFile(join(archive, 'users.jsonl'), 'utf8'), password)
    assert.equal((await stat(archive)).mode & 0o777, 0o700)
    assert.deepEqual(await readdir(folder), ['all'])
    assert.equal((await plaza(`export verify ${archive}`)).code, 0)
  })

  test('writes the same rows to a folder, to a file and to standard output', async ({
    assert,
    cleanup,
  }) => {
    await seedPlaza()
    const folder = await temporaryFolder(cleanup)
    const [one, other, third] = ['all', 'all.tar.zst', 'piped.tar.zst'].map((name) =>
      join(folder, name)
    )

    assert.equal((await plaza(`export --output ${one}`)).code, 0)
    assert.equal((await plaza(`export --output ${other} --json`)).json.ok, true)
    const piped = await plaza('export --output -')
    assert.equal(piped.out, '')
    await writeFile(third, piped.bytes)

    for (const archive of [other, third]) {
      const { code, err } = await plaza(`export verify ${one} ${archive}`)
      assert.equal(code, 0, err)
    }
    const files = await unpackTar(zstdDecompressSync(await readFile(other)))
    assert.deepEqual(
      files.map(({ header }) => header.name),
      ['manifest.json', ...kinds.map((kind) => `${kind}.jsonl`)]
    )
    assert.equal((await stat(other)).mode & 0o777, 0o600)
  })

  test('names the kinds that differ between two archives, and the first line', async ({
    assert,
    cleanup,
  }) => {
    await seedPlaza()
    const folder = await temporaryFolder(cleanup)
    await plaza(`export --output ${folder}/one`)
    await CommentFactory.merge({ postId: (await PostFactory.create()).id }).create()
    await plaza(`export --output ${folder}/other`)

    const { code, json } = await plaza(`export verify ${folder}/one ${folder}/other --json`)

    assert.equal(code, 9)
    const differing = json.data.filter((kind: any) => !kind.same)
    assert.sameMembers(
      differing.map(({ kind }: any) => kind),
      ['users', 'posts', 'comments']
    )
    const { first_difference: line, rows } = differing.find(({ kind }: any) => kind === 'comments')
    assert.deepEqual([line, ...rows], [61, 60, 61])
    assert.match(json.error.detail, /comments differ \(60 and 61 rows, from line 61 on\)/)
  })

  test('finds a file that is not as the manifest says', async ({ assert, cleanup }) => {
    await seedPlaza()
    const folder = await temporaryFolder(cleanup)
    await plaza(`export --output ${folder}/one`)
    await editLines(`${folder}/one`, 'posts', (line, number) => (number === 3 ? null : line))

    const { code, err } = await plaza(`export verify ${folder}/one`)

    assert.equal(code, 9)
    assert.include(err, `posts.jsonl of ${folder}/one is not as its manifest says`)
  })

  test('exports posts that match a query, with what belongs to them', async ({
    assert,
    cleanup,
  }) => {
    await seedPlaza()
    const [admin] = await people('admin')
    const folder = await temporaryFolder(cleanup)
    const { username, id } = await db
      .from('users')
      .whereIn('id', db.from('posts').select('user_id'))
      .firstOrFail()

    const { code, err } = await plaza(
      `export --posts author:@${username} --output ${folder}/his --as ${admin.id}`
    )

    assert.equal(code, 0, err)
    const posts = await rowsIn(`${folder}/his`, 'posts')
    assert.isNotEmpty(posts)
    const ids = posts.map((post) => post.id)
    assert.isTrue(posts.every((post) => post.user_id === id))
    const expected = await db.from('comments').whereIn('post_id', ids).orderBy('id')
    const comments = await rowsIn(`${folder}/his`, 'comments')
    assert.deepEqual(
      comments.map((comment) => comment.id),
      expected.map((comment) => comment.id)
    )
    const users = (await rowsIn(`${folder}/his`, 'users')).map((user) => user.id)
    assert.includeMembers(
      users,
      comments.flatMap((comment) => comment.user_id ?? [])
    )
    const none = await plaza(
      `export --posts author:@${admin.username} --output ${folder}/no --as ${admin.id}`
    )
    assert.equal(none.code, 3)
    assert.deepEqual(await readdir(folder), ['his'])
  })

  test('is of one moment, whatever is written meanwhile', async ({ assert, cleanup }) => {
    await seedPlaza()
    const folder = await temporaryFolder(cleanup)
    let written: Promise<unknown> | undefined
    const { code } = await plaza(`export --output ${folder}/all`, {
      watch: () => void (written ??= people('member')),
    })
    await written

    assert.equal(code, 0)
    assert.lengthOf(await rowsIn(`${folder}/all`, 'users'), 12)
    assert.lengthOf(await db.from('users'), 13)
  })

  test('leaves nothing behind after Ctrl-C, and never overwrites', async ({ assert, cleanup }) => {
    await seedPlaza()
    const folder = await temporaryFolder(cleanup)
    const stopped = await plaza(`export --output ${folder}/all.tar.zst`, {
      watch: (terminal) => terminal.progressed > 5 && terminal.end('interrupted'),
    })
    assert.equal(stopped.code, 130)
    assert.isEmpty(await readdir(folder))

    await mkdir(join(folder, 'mine'))
    assert.equal((await plaza(`export --output ${folder}/mine`)).code, 4)
    assert.equal((await plaza(`export --output ${folder}/none/all`)).code, 10)
  })

  test('has no archive under its name after kill -9, and can be done again', async ({
    assert,
    cleanup,
  }) => {
    await seedPlaza({ posts: 3000, comments: 3000 })
    const folder = await temporaryFolder(cleanup)
    const line = `export --output ${folder}/all.tar.zst`
    const killed = startPlaza(line, {})
    const isWriting = async () => {
      const [draft] = await readdir(folder)
      return draft !== undefined && (await readdir(join(folder, draft))).includes('posts.jsonl')
    }
    await eventually(isWriting, { what: 'it writes posts' })
    killed.kill('SIGKILL')
    await killed.ended
    assert.notInclude(await readdir(folder), 'all.tar.zst')

    assert.equal((await plaza(line)).code, 0)
    const { code, err } = await plaza(`export verify ${folder}/all.tar.zst`)
    assert.equal(code, 0, err)
  })

  test('explains what it can’t write: {line}')
    .with([
      { line: 'export', says: 'give --output' },
      { line: 'export --output all.zip', says: 'a file that ends with .tar.zst' },
      { line: 'export --output all.tar.gz', says: 'a file that ends with .tar.zst' },
      { line: 'export --output - --json', says: 'Standard output has the archive' },
      { line: 'export --output all --posts nothing:1', says: 'Filters are' },
      { line: 'export --output all --remote http://localhost', says: 'without --remote' },
    ])
    .run(async ({ assert }, { line, says }) => {
      const { code, err, out } = await plaza(line)
      assert.equal(code, 2)
      assert.include(err + out, says)
    })

  test('follows no link in an archive', async ({ assert, cleanup }) => {
    await seedPlaza({ posts: 3, comments: 3 })
    const folder = await temporaryFolder(cleanup)
    await plaza(`export --output ${folder}/all`)
    await mkdir(join(folder, 'linked'))
    for (const name of await readdir(join(folder, 'all'))) {
      await symlink(join(folder, 'all', name), join(folder, 'linked', name))
    }
    const { code, err } = await plaza(`export verify ${folder}/linked`)
    assert.equal(code, 9)
    assert.include(err, 'is a link')
  })
})
