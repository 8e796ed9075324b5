import { test } from '@japa/runner'
import { InvalidArgumentError } from 'commander'
import { filters } from '#cli/grammar/filters'
import { parseQuery } from '#cli/grammar/query'

test.group('The query of bulk plan', () => {
  test('accepts {text} unchanged')
    .with([
      { text: `search:it's`, search: `it's` },
      { text: `search:O'Brien's`, search: `O'Brien's` },
      { text: 'search:24"', search: '24"' },
      { text: 'search:rock’n’roll', search: 'rock’n’roll' },
      { text: `search:"it's cheap"`, search: `it's cheap` },
      { text: `search:'24" screens'`, search: '24" screens' },
      { text: `search:https://x.example/'a'`, search: `https://x.example/'a'` },
    ])
    .run(({ assert }, { text, search }) => {
      assert.deepEqual(parseQuery(filters.posts, text), { search })
      assert.deepEqual(parseQuery(filters.posts, `status:draft ${text} author:7`), {
        status: 'draft',
        search,
        author: '7',
      })
    })

  test('shows how {text} is quoted')
    .with([
      { text: `search:"cheap watches`, says: 'search:"cheap watches"' },
      { text: `search:'cheap watches status:draft`, says: 'search:"cheap watches"' },
      { text: `search:'it's'`, says: `search:"it's"` },
      { text: `search:"24" screens"`, says: `search:'24" screens'` },
      { text: `search:"a"b`, says: `search:'a"b'` },
      { text: `search:"`, says: 'search:""' },
      { text: 'search:cheap watches', says: 'search:"cheap watches"' },
      { text: `status:draft search:it's cheap`, says: `search:"it's cheap"` },
    ])
    .run(({ assert }, { text, says }) => {
      try {
        parseQuery(filters.posts, text)
        assert.fail('It was taken')
      } catch (error) {
        assert.instanceOf(error, InvalidArgumentError)
        assert.include((error as Error).message, says)
      }
    })
})
