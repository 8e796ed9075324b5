import { test } from '@japa/runner'
import { InvalidationLog } from '#cache/invalidation_log'

test.group('The invalidation log', () => {
  test('ends the validity of earlier reads, and not of later ones', ({ assert }) => {
    const drops = new InvalidationLog()
    const before = drops.clock
    drops.add(['post:1'])

    assert.isFalse(drops.holds(['posts', 'post:1'], before))
    assert.isTrue(drops.holds(['post:2'], before))
    assert.isTrue(drops.holds(['post:1'], drops.clock))
  })

  test('can invalidate everything at once', ({ assert }) => {
    const drops = new InvalidationLog()
    const before = drops.clock
    drops.addAll()

    assert.isFalse(drops.holds(['post:1'], before))
    assert.isTrue(drops.holds(['post:1'], drops.clock))
  })

  test('forgets old entries, and then all reads of that age count as invalidated', ({ assert }) => {
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
