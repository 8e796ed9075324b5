import { test } from '@japa/runner'
import { textChanges } from '#domain/text_changes'

const marked = async (before: string, after: string) => {
  const parts = await textChanges(before, after)
  const marks = { same: '', removed: '-', added: '+' }
  return parts
    .map(({ kind, text }) => (kind === 'same' ? text : `[${marks[kind]}${text}]`))
    .join('')
}

test.group('Changes of a text', () => {
  test('are told by word: {before} → {after}')
    .with([
      { before: 'The old town', after: 'The new town', told: 'The [-old][+new] town' },
      { before: 'Москва', after: 'Москве', told: '[-Москва][+Москве]' },
      { before: '古い町へ', after: '新しい町へ', told: '[-古][+新し]い町へ' },
      { before: 'a\nb\nc', after: 'a\nc', told: 'a\n[-b\n]c' },
      { before: '', after: 'All', told: '[+All]' },
      { before: 'Same', after: 'Same', told: 'Same' },
    ])
    .run(async ({ assert }, { before, after, told }) => {
      assert.equal(await marked(before, after), told)
    })

  test('of two long texts without a common word replace the whole', async ({ assert }) => {
    const text = (word: string) => `${word} `.repeat(50_000 / (word.length + 1))
    const parts = await textChanges(text('alpha'), text('beta'))
    assert.deepEqual(
      parts.map(({ kind }) => kind),
      ['removed', 'added']
    )
  })

  test('give both texts back, whatever they are', async ({ assert }) => {
    const before = 'One.\n\nTwo  three 👩‍👩‍👧 four\r\nfive'
    const after = 'Zero.\nTwo three 👩‍👧 four\nfive six\n'
    const parts = await textChanges(before, after)
    const without = (kind: string) =>
      parts.filter((part) => part.kind !== kind).map(({ text }) => text)
    assert.equal(without('added').join(''), before)
    assert.equal(without('removed').join(''), after)
  })
})
