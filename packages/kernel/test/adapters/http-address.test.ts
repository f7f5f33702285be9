import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLoopbackAddress, isPublicAddress } from '../../src/adapters/http-address.ts'

describe('public addresses', () => {
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '100.100.100.200',
    '127.0.0.1',
    '127.255.255.254',
    '168.63.129.16',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.0.2.1',
    '192.31.196.1',
    '192.52.193.1',
    '192.88.99.1',
    '192.168.1.1',
    '192.175.48.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '239.255.255.250',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:169.254.169.254',
    '::ffff:0:8.8.8.8',
    '64:ff9b::7f00:1',
    '64:ff9b:1::a00:1',
    '100::1',
    '100:0:0:1::1',
    '2001::1',
    '2001:2::1',
    '2001:10::1',
    '2001:20::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2620:4f:8000::1',
    '3fff::1',
    '4000::1',
    '5f00::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%lo',
    'fec0::1',
    'ff02::1',
    '2606:4700::1%eth0',
    'localhost',
    '',
  ])('%s is nobody’s public server', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each([
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '2001:200::1',
    '2001:4860:4860::8888',
    '2606:4700::1111',
    '3ffe:ffff::1',
  ])('%s, just beside a special block or far from all, may be called', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it('no address outside 2000::/3 is public, and none that carries a private IPv4 address in it', () => {
    const group = fc.integer({ min: 0, max: 0xffff })
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        const isUnicast = (groups[0] ?? 0) >> 13 === 1
        const address = groups.map((one) => one.toString(16)).join(':')
        if (!isUnicast) expect(isPublicAddress(address)).toBe(false)
        const [, , , , , , high = 0, low = 0] = groups
        expect(isPublicAddress(`2002:${high.toString(16)}:${low.toString(16)}::1`)).toBe(false)
      }),
    )
  })

  it('loopback is 127.0.0.0/8 and ::1, nothing that only looks like it', () => {
    for (const address of ['127.0.0.1', '127.9.9.9', '::1']) {
      expect(isLoopbackAddress(address), address).toBe(true)
    }
    for (const address of ['128.0.0.1', '0.0.0.0', '::', '2001:db8::1', 'localhost']) {
      expect(isLoopbackAddress(address), address).toBe(false)
    }
  })
})
