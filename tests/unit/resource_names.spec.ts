import { test } from '@japa/runner'
import { namesOf } from '../../bin/commands/resource_names.js'

test.group('The name of a new resource', () => {
  test('{$self} has the spellings of the code')
    .with(['reading_list', 'reading-list', 'readingList'])
    .run(({ assert }, given) => {
      assert.containSubset(namesOf(given), {
        file: 'reading_list',
        table: 'reading_lists',
        variable: 'readingList',
        class: 'ReadingList',
        classes: 'ReadingLists',
        command: 'reading-lists',
        words: 'reading list',
        article: 'a',
      })
    })

  test('{given} is refused, with what to write instead')
    .with([
      { given: 'Bookmark', message: 'write it as reading_list' },
      { given: 'book mark', message: 'write it as reading_list' },
      { given: '../bookmark', message: 'write it as reading_list' },
      { given: 'bookmarks', message: 'write one of them, "bookmark"' },
      { given: 'news', message: 'has no plural' },
      { given: 'class', message: 'is a word of the language' },
      { given: 'x'.repeat(41), message: 'is too long' },
    ])
    .run(({ assert }, { given, message }) => {
      assert.throws(() => namesOf(given), new RegExp(message))
    })
})
