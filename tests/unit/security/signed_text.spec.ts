import { createSecretKey, randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import { readSignedText, signText } from '#security/signed_text'

const key = createSecretKey(randomBytes(32))
const signed = signText('{"a":"ä"}', 'page:1', key)

test.group('A signed text', () => {
  test('can be read with its name and key', ({ assert }) => {
    assert.equal(readSignedText(signed, 'page:1', key), '{"a":"ä"}')
    assert.equal(readSignedText(signText('', 'page:1', key), 'page:1', key), '')
  })

  test('is refused when {what}')
    .with([
      { what: 'it is empty', text: '' },
      { what: 'it is shorter than a digest', text: 'x'.repeat(42) },
      { what: 'it is a digest alone', text: signed.slice(0, 43) },
      { what: 'its end is cut off', text: signed.slice(0, -1) },
      { what: 'its beginning is cut off', text: signed.slice(1) },
      { what: 'something follows', text: `${signed} ` },
      { what: 'one character differs', text: signed.replace('"a"', '"b"') },
      { what: 'its bytes are no UTF-8', text: signed.replace('ä', '\ufffd') },
      { what: 'the digest is not of ASCII', text: `ä${signed.slice(1)}` },
      { what: 'the name is another', text: signed, name: 'page:2' },
      { what: 'name and text are parted elsewhere', text: signText('b', 'a\nb', key), name: 'a' },
      { what: 'the key is another', text: signed, otherKey: createSecretKey(randomBytes(32)) },
    ])
    .run(({ assert }, { text, name = 'page:1', otherKey = key }) => {
      assert.isNull(readSignedText(text, name, otherKey))
    })
})
