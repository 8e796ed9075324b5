import { test } from '@japa/runner'
import * as fc from 'fast-check'
import { hasVisible, normalise, normaliseText } from '#domain/text'
import { processorTimeOf } from '#tests/support/processor_time'
import { shown } from '#tests/support/titles'

/** Texts without a visible character, with every kind of invisible character. */
export const invisibleTexts = shown([
  { value: '\u200b' },
  { value: '\u200c\u200d\u2060\ufeff' },
  { value: '\u00ad\u00ad' },
  { value: '\u3164' },
  { value: '\uffa0\u115f\u1160' },
  { value: '\u2800\u2800' },
  { value: '\u034f\u061c\u180e' },
  { value: '\u{e0061}\u{e0062}\u{e007f}' },
  { value: '\ufe0f\u{e0100}' },
  { value: '\u0301' },
  { value: '\u0301\u20dd' },
  { value: '\u093f' },
  { value: '\u202a\u202c' },
  { value: '\u{1d173}' },
  { value: '\u{1d159}\u{13441}' },
  { value: '\ufffe\u{1ffff}' },
  { value: '\u200b \u3000\u2003\u00a0' },
])

test.group('hasVisible', () => {
  test('{shown} has no visible character')
    .with(invisibleTexts)
    .run(({ assert }, { value }) => {
      assert.isFalse(hasVisible(value))
    })

  test('{shown} has a visible character')
    .with(
      shown([
        { value: '.' },
        { value: 'e\u0301' },
        { value: '\u200b-\u200b' },
        { value: '👩‍👩‍👧‍👦' },
        { value: '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}' },
        { value: '1️⃣' },
        { value: 'می‌خواهم' },
        { value: 'क्‍ष' },
        { value: '\ue000' },
        { value: '天' },
      ])
    )
    .run(({ assert }, { value }) => {
      assert.isTrue(hasVisible(value))
    })

  test('finds a letter among any number of invisible characters', () => {
    const nothing = fc.constantFrom(...invisibleTexts.map(({ value }) => value))
    const hidden = fc.array(nothing, { maxLength: 30 })
    fc.assert(
      fc.property(hidden, hidden, fc.constantFrom('a', 'ß', '水', '7', '🌻'), (a, b, letter) => {
        return !hasVisible([...a, ...b].join('')) && hasVisible([...a, letter, ...b].join(''))
      })
    )
  })
})

test.group('normaliseText', () => {
  test('makes both forms of a letter equal, and is idempotent', ({ assert }) => {
    assert.equal(normaliseText(' Cafe\u0301\n'), 'Caf\u00e9')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = normaliseText(text)
        return once === normaliseText(once) && once === normaliseText(text.normalize('NFD'))
      })
    )
  })
})

test.group('normalise', () => {
  test('is as fast for 50 000 marks in any order as for other text: {shown}')
    .with(
      shown([
        { value: '\u0301\u0323' },
        { value: '\u0315\u0300\u05ae\u0321' },
        { value: '\u0651\u064e\u0655' },
        { value: '\u3099\u0e38' },
      ])
    )
    .run(async ({ assert }, { value }) => {
      const hostile = 'a' + value.repeat(50_000 / value.length)
      for (const form of ['NFC', 'NFKC'] as const) {
        let once = ''
        const taken = await processorTimeOf(() => {
          once = normalise(hostile, form)
        })
        assert.isBelow(taken, 500)
        assert.equal(normalise(once, form), once)
      }
    })

  test('keeps thirty marks on a letter', ({ assert }) => {
    const text = 'x' + '\u0323'.repeat(30)
    assert.equal(normalise(text, 'NFC'), `x\u0323${'\u0323'.repeat(29)}`.normalize('NFC'))
  })
})
