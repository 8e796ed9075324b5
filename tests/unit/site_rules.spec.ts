import { test } from '@japa/runner'
import { siteContact, siteLink, siteRules, siteText } from '#start/site_rules'

test.group('The settings of the site', () => {
  test('have no value by default', ({ assert }) => {
    assert.isUndefined(siteText(10)('SITE_DESCRIPTION', undefined))
    assert.deepEqual(siteRules()('SITE_RULES', ' '), [])
    assert.isUndefined(siteContact()('SITE_CONTACT', ''))
  })

  test('are read as they are meant', ({ assert }) => {
    assert.equal(siteText(10)('SITE_DESCRIPTION', ' A square '), 'A square')
    assert.deepEqual(siteRules()('SITE_RULES', 'Be kind. | No spam.'), ['Be kind.', 'No spam.'])
    for (const contact of ['hello@example.org', 'https://example.org/contact']) {
      assert.equal(siteContact()('SITE_CONTACT', contact), contact)
    }
  })

  test('have addresses of posts, authors and tags, with the names that tell them apart', ({
    assert,
  }) => {
    assert.isUndefined(siteLink('post')('SITE_POST_URL', ''))
    for (const link of ['https://site.example/{type}/{slug}', 'http://x/#/{language}?p={id}']) {
      assert.equal(siteLink('post')('SITE_POST_URL', link), link)
    }
    assert.equal(siteLink('tag')('SITE_TAG_URL', ' https://x/{slug} '), 'https://x/{slug}')
    const refused = [
      'https://site.example/posts',
      'https://site.example/{type}',
      'https://site.example/{slug}/{name}',
      'https://site.example/{slug',
      'https://site.example/ {slug}',
      'javascript:{slug}',
      '/posts/{slug}',
      `https://site.example/{slug}${'x'.repeat(500)}`,
    ]
    for (const link of refused) {
      const read = () => siteLink('post')('SITE_POST_URL', link)
      assert.throws(read, /^SITE_POST_URL must be an address with \{type\}, \{slug\}/)
    }
    assert.throws(
      () => siteLink('author')('SITE_AUTHOR_URL', 'https://site.example/{slug}'),
      /^SITE_AUTHOR_URL must be an address with \{username\}, \{id\}, such as https:/
    )
  })

  test('are refused when they are empty, too long or of another kind', ({ assert }) => {
    assert.throws(() => siteText(10)('SITE_DESCRIPTION', 'x'.repeat(11)), /1 to 10 characters/)
    assert.throws(() => siteText(10)('SITE_DESCRIPTION', '\u200b'), /1 to 10 characters/)
    const many = Array.from({ length: 21 }, () => 'x').join('|')
    for (const rules of ['Be kind.|', 'x'.repeat(301), many]) {
      assert.throws(() => siteRules()('SITE_RULES', rules), /^SITE_RULES must be up to 20 rules/)
    }
    for (const contact of ['hello', 'javascript:alert(1)', 'Ada <ada@example.org>']) {
      assert.throws(() => siteContact()('SITE_CONTACT', contact), /^SITE_CONTACT must be an e-mail/)
    }
  })
})
