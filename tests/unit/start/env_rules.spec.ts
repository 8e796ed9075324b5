import { test } from '@japa/runner'
import {
  address,
  count,
  duration,
  milliseconds,
  networks,
  origins,
  previewLink,
  rate,
  size,
} from '#start/env_rules'

test.group('The rules of the environment', () => {
  test('{sent} as a rate is {requests} in {seconds} s')
    .with([
      { sent: '5/15m', requests: 5, seconds: 900 },
      { sent: ' 100/1h ', requests: 100, seconds: 3600 },
      { sent: '1/1s', requests: 1, seconds: 1 },
      { sent: '9/2d', requests: 9, seconds: 172_800 },
      { sent: '', requests: 3, seconds: 60 },
      { sent: undefined, requests: 3, seconds: 60 },
    ])
    .run(({ assert }, { sent, requests, seconds }) => {
      assert.deepEqual(rate('3/1m')('LIMIT', sent), { requests, seconds })
    })

  test('{sent} is not a rate')
    .with([
      { sent: '5' },
      { sent: '0/1m' },
      { sent: '-1/1m' },
      { sent: '1.5/1m' },
      { sent: '5/0m' },
      { sent: '5/m' },
      { sent: '5/15' },
      { sent: '5/15min' },
      { sent: '/15m' },
      { sent: 'off' },
      { sent: '9999999999/1m' },
    ])
    .run(({ assert }, { sent }) => {
      assert.throws(() => rate('3/1m')('LIMIT', sent), /^LIMIT must be N\/duration.*it is "/)
    })

  test('{sent} as a duration is {seconds} s')
    .with([
      { sent: '15m', seconds: 900 },
      { sent: '30 d', seconds: 2_592_000 },
      { sent: undefined, seconds: 5 },
    ])
    .run(({ assert }, { sent, seconds }) => {
      assert.equal(duration('5s')('TIME', sent), seconds)
    })

  test('{sent} as a short time is {time} ms')
    .with([
      { sent: '300ms', time: 300 },
      { sent: ' 2 s', time: 2000 },
      { sent: '1m', time: 60_000 },
      { sent: '', time: 500 },
    ])
    .run(({ assert }, { sent, time }) => {
      assert.equal(milliseconds('500ms')('TIME', sent), time)
    })

  test('{sent} is not a short time')
    .with([{ sent: '300' }, { sent: '0ms' }, { sent: '1.5s' }, { sent: '1h' }, { sent: 'off' }])
    .run(({ assert }, { sent }) => {
      assert.throws(() => milliseconds('500ms')('TIME', sent), /^TIME must be a time, such as/)
    })

  test('{sent} is not a duration')
    .with([{ sent: '0s' }, { sent: '15' }, { sent: '-5s' }, { sent: 'soon' }, { sent: '1m30s' }])
    .run(({ assert }, { sent }) => {
      assert.throws(() => duration('5s')('TIME', sent), /^TIME must be a duration/)
    })

  test('{sent} as a link of a preview is itself, or the default')
    .with([
      { sent: 'https://site.example/preview?token={token}', link: true },
      { sent: 'http://localhost:8080/{token}', link: true },
      { sent: '', link: false },
      { sent: undefined, link: false },
    ])
    .run(({ assert }, { sent, link }) => {
      assert.equal(previewLink()('LINK', sent), link ? sent : undefined)
    })

  test('{sent} is no link of a preview')
    .with([
      { sent: 'https://site.example/preview' },
      { sent: 'https://site.example/{TOKEN}' },
      { sent: '/preview/{token}' },
      { sent: 'javascript:alert({token})' },
    ])
    .run(({ assert }, { sent }) => {
      assert.throws(() => previewLink()('LINK', sent), /^LINK must be an address with \{token\}, /)
    })

  test('{sent} as a size is {bytes} bytes')
    .with([
      { sent: '512kb', bytes: 524_288 },
      { sent: '1MB', bytes: 1_048_576 },
      { sent: '100', bytes: 100 },
      { sent: undefined, bytes: 1024 },
    ])
    .run(({ assert }, { sent, bytes }) => {
      assert.equal(size('1kb')('SIZE', sent), bytes)
    })

  test('{sent} is not a size')
    .with([{ sent: '0' }, { sent: '-1kb' }, { sent: '1.5mb' }, { sent: 'big' }])
    .run(({ assert }, { sent }) => {
      assert.throws(() => size('1kb')('SIZE', sent), /^SIZE must be a size/)
    })

  test('{sent} as a count from 2 to 200: {is}')
    .with([
      { sent: '2', is: 2 },
      { sent: '200', is: 200 },
      { sent: undefined, is: 10 },
      { sent: '1', is: null },
      { sent: '201', is: null },
      { sent: '2.5', is: null },
      { sent: 'ten', is: null },
    ])
    .run(({ assert }, { sent, is }) => {
      const read = () => count(10, { min: 2, max: 200 })('COUNT', sent)
      if (is === null) assert.throws(read, /^COUNT must be a whole number from 2 to 200/)
      else assert.equal(read(), is)
    })

  test('{sent} as origins is {is}')
    .with([
      { sent: undefined, is: ['*'] },
      { sent: 'https://a.example, http://b:8080 ,', is: ['https://a.example', 'http://b:8080'] },
      { sent: ',', is: [] },
      { sent: 'b.example', is: null },
      { sent: 'https://a.example/', is: null },
      { sent: 'https://A.example', is: null },
      { sent: 'null', is: null },
    ])
    .run(({ assert }, { sent, is }) => {
      const read = () => origins('*')('ORIGINS', sent)
      if (is === null) assert.throws(read, /^ORIGINS must be \* or origins such as https:/)
      else assert.deepEqual(read(), is)
    })

  test('{sent} as networks is {is}')
    .with([
      { sent: undefined, is: ['loopback'] },
      { sent: '10.0.0.0/8, ::1', is: ['10.0.0.0/8', '::1'] },
      { sent: 'nginx', is: null },
      { sent: '10.0.0.0/64', is: null },
    ])
    .run(({ assert }, { sent, is }) => {
      const read = () => networks('loopback')('PROXIES', sent)
      if (is === null) assert.throws(read, /^PROXIES must be addresses, networks such as/)
      else assert.deepEqual(read(), is)
    })

  test('{sent} is an address of PostgreSQL: {isOne}')
    .with([
      { sent: 'postgres://plaza:secret@db:5432/plaza', isOne: true },
      { sent: 'postgresql:///plaza?host=/run/postgresql', isOne: true },
      { sent: 'mysql://plaza:secret@db/plaza', isOne: false },
      { sent: 'db:5432/plaza', isOne: false },
      { sent: 'postgres', isOne: false },
    ])
    .run(({ assert }, { sent, isOne }) => {
      const read = () => address(['postgres:', 'postgresql:'], 'postgres://…')('URL', sent)
      if (isOne) assert.equal(read().release(), sent)
      else assert.throws(read, 'URL must be like postgres://…')
    })
})
