import { test } from '@japa/runner'
import { InvalidationLog } from '#cache/invalidation_log'

test.group('What was dropped', () => {
  test('holds no more when it began before, and does when it began after', ({ assert }) => {
    const drops = new InvalidationLog()
    const before = drops.clock
    drops.add(['post:1'])

    assert.isFalse(drops.holds(['posts', 'post:1'], before))
    assert.isTrue(drops.holds(['post:2'], before))
    assert.isTrue(drops.holds(['post:1'], drops.clock))
  })

  test('is everything at once, too', ({ assert }) => {
    const drops = new InvalidationLog()
    const before = drops.clock
    drops.addAll()

    assert.isFalse(drops.holds(['post:1'], before))
    assert.isTrue(drops.holds(['post:1'], drops.clock))
  })

  test('is forgotten one by one in the end: then all that is as old counts as dropped', ({
    assert,
  }) => {
    const drops = new InvalidationLog()
    drops.add(['post:0'])
    const early = drops.clock
    for (let id = 1; id <= 20_000; id++) drops.add([`post:${id}`])
    const late = drops.clock
    drops.add(['post:0'])

    assert.isFalse(drops.holds(['never dropped'], early))
    assert.isTrue(drops.holds(['never dropped'], late))
    assert.isFalse(drops.holds(['post:0'], late))
    assert.isTrue(drops.holds(['post:0'], drops.clock))
  })
})
