import { test } from '@japa/runner'
import { entityTag, isNamedBy, namesRevision } from '#http/entity_tag'

const edited = new Date('2026-11-22T13:17:00.123Z')
const later = new Date('2026-11-22T13:17:00.124Z')

test.group('Entity tags', () => {
  test('are strong and well-formed', ({ assert }) => {
    assert.match(entityTag('{}', edited), /^"[\x21\x23-\x7e]+"$/)
    assert.match(entityTag('[]'), /^"[\x21\x23-\x7e]+"$/)
  })

  test('depend only on the bytes and the revision', ({ assert }) => {
    const tags = [
      entityTag('{"a":1}', edited),
      entityTag('{"a":2}', edited),
      entityTag('{"a":1}', later),
      entityTag('{"a":1}'),
    ]
    assert.lengthOf(new Set(tags), 4)
    assert.equal(entityTag('{"a":1}', new Date(edited)), tags[0])
  })

  test('can take the revision from another tag', ({ assert }) => {
    const shared = entityTag('shared', edited)
    assert.equal(entityTag('mine', shared), entityTag('mine', edited))
  })

  const tag = entityTag('{}', edited)

  test('If-None-Match {header} names the tag: {names}')
    .with([
      { header: tag, names: true },
      { header: `W/${tag}`, names: true },
      { header: `"x", ${tag}`, names: true },
      { header: `"x",${tag} ,"y"`, names: true },
      { header: ' * ', names: true },
      { header: '"x"', names: false },
      { header: tag.slice(1, -1), names: false },
      { header: '', names: false },
    ])
    .run(({ assert }, { header, names }) => {
      assert.equal(isNamedBy(header, tag), names)
    })

  test('a list of thousands of tags is searched quickly', ({ assert }) => {
    const start = process.cpuUsage()
    for (let time = 0; time < 200; time++) {
      for (const part of [',', '"a",', 'W/"', `"${tag.slice(2)},`]) {
        const header = part.repeat(Math.floor(15_000 / part.length))
        assert.isFalse(isNamedBy(header, tag))
        assert.isFalse(namesRevision(header, edited))
        assert.isTrue(isNamedBy(`${header},${tag}`, tag))
      }
    }
    const { user } = process.cpuUsage(start)
    assert.isBelow(user / 2400 / 1000, 0.25, 'milliseconds for each')
  })

  test('If-Match {header} names the revision: {names}')
    .with([
      { header: entityTag('before a vote', edited), names: true },
      { header: `"x", ${tag}`, names: true },
      { header: '*', names: true },
      { header: entityTag('{}', later), names: false },
      { header: entityTag('{}'), names: false },
      { header: '"x"', names: false },
      { header: '', names: false },
      { header: tag.slice(1, -1), names: false },
    ])
    .run(({ assert }, { header, names }) => {
      assert.equal(namesRevision(header, edited), names)
    })

  test('If-Match accepts a tag that a compressing proxy has weakened', ({ assert }) => {
    assert.isTrue(namesRevision(`W/${tag}`, edited))
    assert.isFalse(namesRevision(`W/${entityTag('{}', later)}`, edited))
  })
})
