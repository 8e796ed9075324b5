import { test } from '@japa/runner'
import { askedTags, tagSlug } from '#domain/tag'

test.group('The slug of a tag', () => {
  test('of {name} is {slug}')
    .with([
      { name: 'City Life', slug: 'city-life' },
      { name: '  #lamps ', slug: 'lamps' },
      { name: 'C#', slug: 'c-sharp' },
      { name: 'C++', slug: 'c-plus-plus' },
      { name: 'R&D', slug: 'r-and-d' },
      { name: 'Don’t', slug: 'dont' },
      { name: '.NET 8.0', slug: 'net-8-0' },
      { name: 'Straße', slug: 'strasse' },
      { name: 'Crème brûlée', slug: 'creme-brulee' },
      { name: 'Новости', slug: 'novosti' },
      { name: 'Ελλάδα', slug: 'ellada' },
      { name: '東京 Tower', slug: '東京-tower' },
      { name: 'ﬁne ＡＢＣ', slug: 'fine-abc' },
      { name: '🔥', slug: '' },
      { name: '%_--', slug: '' },
    ])
    .run(({ assert }, { name, slug }) => {
      assert.equal(tagSlug(name), slug)
      assert.equal(tagSlug(slug), slug)
    })

  test('is short, and stays itself', ({ assert }) => {
    const slug = tagSlug('щ'.repeat(200))
    assert.isAtMost(slug.length, 100)
    assert.equal(tagSlug(slug), slug)
  })

  test('names a tag once, by its first spelling', ({ assert }) => {
    assert.deepEqual(askedTags(['City Life', '#Lamps', 'city-life']), [
      { slug: 'city-life', name: 'City Life' },
      { slug: 'lamps', name: 'Lamps' },
    ])
  })
})
