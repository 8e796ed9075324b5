import { glob, readFile } from 'node:fs/promises'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { builtInRoles } from '#domain/permissions'

/** Where roles are seeded, where people of a role are made for demonstrations and tests, and what is generated. */
const seeds =
  /^database\/(migrations|factories|seeders|seeding)\/|^bin\/shots\/|^app\/domain\/permissions\.ts$|^studio\/api\/schema\.d\.ts$/

const names = builtInRoles.map(({ name }) => name).join('|')

/** A role's name, beside a word that says that it is meant as one. */
const asked = new RegExp(`\\brole\\w*\\b[^\\n]{0,40}['"\`](${names})['"\`]`, 'gi')

test.group('The code', () => {
  test('asks for permissions, and never for the name of a role', async ({ assert }) => {
    const found: string[] = []
    let files = 0
    for await (const path of glob(
      '{app,bin,cli,config,database,providers,start,studio}/**/*.{ts,tsx}',
      { cwd: app.makePath() }
    )) {
      if (seeds.test(path)) continue
      files++
      const text = await readFile(app.makePath(path), 'utf8')
      found.push(...[...text.matchAll(asked)].map(([match]) => `${path}: ${match}`))
    }
    assert.isAbove(files, 300)
    assert.isEmpty(found)
  })

  test('would be found out if it did', ({ assert }) => {
    for (const line of [`user.role === 'admin'`, `where role <> 'member'`, `roles = ['editor']`]) {
      assert.lengthOf([...line.matchAll(asked)], 1, line)
    }
  })
})
