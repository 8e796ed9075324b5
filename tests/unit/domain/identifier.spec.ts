import { test } from '@japa/runner'
import { normaliseIdentifier } from '#domain/identifier'
import { shown } from '#tests/support/titles'

test.group('normaliseIdentifier', () => {
  test('{shown} is ada@example.org')
    .with(
      shown([
        { value: 'ada@example.org' },
        { value: ' ADA@Example.ORG\r\n' },
        { value: 'ａｄａ＠ｅｘａｍｐｌｅ．ｏｒｇ' },
        { value: '\ufeffada@example.org' },
        { value: 'a\u00add\u200ba\u2060@example.org' },
        { value: '\u202eada\u202c@example.org' },
        { value: 'ada@example.org\u0000' },
        { value: 'ada\u3000@example.org' },
        { value: '𝒂𝒅𝒂@example.org' },
      ])
    )
    .run(({ assert }, { value }) => {
      assert.equal(normaliseIdentifier(value), 'ada@example.org')
    })

  test('{shown} is not, and always has the same form')
    .with(
      shown([
        { value: 'аda@example.org' },
        { value: 'äda@example.org' },
        { value: 'ada+1@example.org' },
        { value: '\ud800' },
        { value: 'İstanbul' },
        { value: '' },
      ])
    )
    .run(({ assert }, { value }) => {
      const once = normaliseIdentifier(value)
      assert.notEqual(once, 'ada@example.org')
      assert.equal(normaliseIdentifier(once), once)
    })
})
