import type { Socket } from 'node:net'
import { test } from '@japa/runner'
import { clientAddress, isLoopback, subscriberOf } from '#http/client_address'

test.group('subscriberOf', () => {
  test('{address} belongs to {subscriber}')
    .with([
      { address: '192.0.2.1', subscriber: '192.0.2.1' },
      { address: '::ffff:192.0.2.1', subscriber: '192.0.2.1' },
      { address: '::FFFF:192.0.2.1', subscriber: '192.0.2.1' },
      { address: '::ffff:c000:201', subscriber: '192.0.2.1' },
      { address: '0:0:0:0:0:ffff:192.0.2.1', subscriber: '192.0.2.1' },
      { address: '2001:db8:1:2:3:4:5:6', subscriber: '2001:db8:1:2::/64' },
      { address: '2001:DB8:1:2::', subscriber: '2001:db8:1:2::/64' },
      { address: '2001:0db8:0001:0002::1', subscriber: '2001:db8:1:2::/64' },
      { address: '2001:db8::1', subscriber: '2001:db8:0:0::/64' },
      { address: '2001:db8::1:0:0:0:1', subscriber: '2001:db8:0:1::/64' },
      { address: '::1', subscriber: '0:0:0:0::/64' },
      { address: '::', subscriber: '0:0:0:0::/64' },
      { address: '64:ff9b::192.0.2.1', subscriber: '64:ff9b:0:0::/64' },
      { address: 'fe80::1%eth0', subscriber: 'fe80:0:0:0::/64' },
      { address: 'unknown', subscriber: 'unknown' },
    ])
    .run(({ assert }, { address, subscriber }) => {
      assert.equal(subscriberOf(address), subscriber)
    })
})

test.group('clientAddress', () => {
  const trusted = ['127.0.0.1', '10.0.0.7', 'fd00::7']
  const addressOf = (forwarded: string | undefined, peer = '127.0.0.1') =>
    clientAddress(
      { headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress: peer } as Socket },
      (address) => trusted.includes(address)
    )

  test('of "{forwarded}" is {address}')
    .with([
      { forwarded: '192.0.2.1', address: '192.0.2.1' },
      { forwarded: ' 192.0.2.1:4711 ', address: '192.0.2.1' },
      { forwarded: '2001:db8::1', address: '2001:db8::1' },
      { forwarded: '[2001:db8::1]', address: '2001:db8::1' },
      { forwarded: '[2001:db8::1]:443', address: '2001:db8::1' },
      { forwarded: 'fe80::1%eth0', address: 'fe80::1' },
      { forwarded: '192.0.2.9, 192.0.2.1', address: '192.0.2.1' },
      { forwarded: '192.0.2.9, 192.0.2.1:80, 10.0.0.7', address: '192.0.2.1' },
      { forwarded: '192.0.2.1, [fd00::7]:443, 10.0.0.7:80', address: '192.0.2.1' },
      { forwarded: '192.0.2.1, unknown', address: '127.0.0.1' },
      { forwarded: '192.0.2.1, unknown, 10.0.0.7', address: '10.0.0.7' },
      { forwarded: '_hidden', address: '127.0.0.1' },
      { forwarded: '"><script>', address: '127.0.0.1' },
      { forwarded: '192.0.2.1.example', address: '127.0.0.1' },
      { forwarded: '300.0.2.1', address: '127.0.0.1' },
      { forwarded: '[192.0.2.1', address: '127.0.0.1' },
      { forwarded: ',', address: '127.0.0.1' },
      { forwarded: undefined, address: '127.0.0.1' },
    ])
    .run(({ assert }, { forwarded, address }) => {
      assert.equal(addressOf(forwarded), address)
    })

  test('is the address of an untrusted peer, whatever it claims', ({ assert }) => {
    assert.equal(addressOf('192.0.2.1', '203.0.113.9'), '203.0.113.9')
  })
})

test.group('isLoopback', () => {
  test('{address}: {is}')
    .with([
      { address: '127.0.0.1', is: true },
      { address: '127.255.255.254', is: true },
      { address: '::1', is: true },
      { address: '0:0:0:0:0:0:0:1', is: true },
      { address: '::ffff:127.0.0.1', is: true },
      { address: '::FFFF:7f00:1', is: true },
      { address: '126.0.0.1', is: false },
      { address: '128.0.0.1', is: false },
      { address: '10.0.0.1', is: false },
      { address: '::2', is: false },
      { address: '::', is: false },
      { address: '0.0.0.0', is: false },
      { address: '::ffff:10.0.0.1', is: false },
      { address: 'localhost', is: false },
      { address: '127.0.0.1.example.org', is: false },
      { address: '', is: false },
    ])
    .run(({ assert }, { address, is }) => {
      assert.equal(isLoopback(address), is)
    })
})
