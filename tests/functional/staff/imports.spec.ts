import { test } from '@japa/runner'
import { bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { addImport } from '#tests/support/imports'
import { idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

test.group('GET /admin/imports', (group) => {
  group.each.setup(emptyDatabase)

  test('shows each import with its receipt, the newest first', async ({ client, assert }) => {
    const [admin, editor] = await people('admin', 'editor')
    const first = await addImport()
    const second = await addImport({ format: 'ghost', ended_at: null })
    const list = await client.get('/admin/imports').loginAs(admin)
    assert.deepEqual(idsOf(list), [second, first])
    const shown = await bodyOf(client.get(`/admin/imports/${first}`).loginAs(admin))
    assert.containSubset(shown, {
      format: 'wordpress',
      source: 'https://old.example',
      position: 5,
      counts: { posts: { in: 5, created: 3, changed: 0, already_there: 1, refused: 1 } },
    })
    assert.isNull((await bodyOf(client.get(`/admin/imports/${second}`).loginAs(admin))).ended_at)
    assertProblem(await client.get('/admin/imports/999').loginAs(admin), 404, 'not_found')
    for (const path of ['/admin/imports', `/admin/imports/${first}`]) {
      assertProblem(await client.get(path).loginAs(editor), 403, 'forbidden')
    }
  })
})
