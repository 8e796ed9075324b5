import { Secret } from '@adonisjs/core/helpers'
import { test } from '@japa/runner'
import { bucket, copyFormats, endpoint, partOfKey, region } from '#start/media_rules'

/** Sets variables of this process until the test ends. */
function given(cleanup: (undo: () => void) => void, variables: Record<string, string>) {
  for (const [name, value] of Object.entries(variables)) {
    const before = process.env[name]
    process.env[name] = value
    cleanup(() => {
      if (before === undefined) delete process.env[name]
      else process.env[name] = before
    })
  }
}

test.group('A setting of a bucket', () => {
  test('is the name of one, or none', ({ assert }) => {
    const read = (value: string) => bucket()('MEDIA_S3_BUCKET', value)
    assert.isUndefined(read(''))
    assert.equal(read('plaza-media'), 'plaza-media')
    for (const wrong of ['ab', 'Plaza', 'a/b', '-plaza', 'plaza.', 'a'.repeat(64)]) {
      assert.throws(() => read(wrong), /^MEDIA_S3_BUCKET must be the name of a bucket/)
    }
  })

  test('is a region', ({ assert }) => {
    const read = (value: string) => region('us-east-1')('MEDIA_S3_REGION', value)
    assert.equal(read(''), 'us-east-1')
    assert.equal(read('garage'), 'garage')
    assert.throws(() => read('eu central'), /^MEDIA_S3_REGION must be a region/)
  })

  test('is the address of a server, without a path and without a password', ({ assert }) => {
    const read = (value: string) => endpoint()('MEDIA_S3_ENDPOINT', value)
    assert.isUndefined(read(''))
    assert.equal(read('https://s3.example.org/'), 'https://s3.example.org')
    assert.equal(read('http://127.0.0.1:9000'), 'http://127.0.0.1:9000')
    for (const wrong of [
      's3.example.org',
      'https://a:b@s3.example.org',
      'https://s3.example.org/b',
    ]) {
      assert.throws(() => read(wrong), /^MEDIA_S3_ENDPOINT must be an address/)
    }
  })

  test('is a secret, and needs the other part of the key, and a bucket', ({ assert, cleanup }) => {
    const read = (value: string) => partOfKey('MEDIA_S3_ACCESS_KEY')('MEDIA_S3_SECRET_KEY', value)
    assert.isUndefined(read(''))
    assert.throws(() => read('canary'), 'MEDIA_S3_SECRET_KEY is set, so MEDIA_S3_BUCKET must be')
    given(cleanup, { MEDIA_S3_BUCKET: 'plaza-media' })
    assert.throws(
      () => read('canary'),
      'MEDIA_S3_SECRET_KEY is set, so MEDIA_S3_ACCESS_KEY must be'
    )
    given(cleanup, { MEDIA_S3_ACCESS_KEY: 'id' })
    const found = read(' canary ')
    assert.instanceOf(found, Secret)
    assert.equal(found!.release(), 'canary')
  })
})

test.group('The formats of copies', () => {
  test('are WebP, or WebP and AVIF', ({ assert }) => {
    const read = (value: string) => copyFormats('webp')('MEDIA_FORMATS', value)
    assert.deepEqual(read(''), ['webp'])
    assert.deepEqual(read('webp'), ['webp'])
    assert.deepEqual(read(' avif, webp '), ['webp', 'avif'])
    for (const wrong of ['avif', 'webp,jpeg', 'webp,webp', ',']) {
      assert.throws(() => read(wrong), /^MEDIA_FORMATS must be webp, or webp,avif; it is/)
    }
  })
})
