import { describe, expect, it } from 'vitest'
import { createHeadCopies } from '../../src/relay/head-copies.ts'

const copyOf = (bytes: number) => ({ bytes: new Uint8Array(bytes) })

describe('the copies of a relay', () => {
  it('stay within their bytes: what was not used for longest goes', () => {
    const copies = createHeadCopies(10)
    const held = () => ['a', 'b', 'c', 'd'].filter((scope) => copies.get(scope) !== undefined)
    for (const scope of ['a', 'b', 'c']) copies.put(scope, copyOf(3))
    copies.get('a')
    copies.put('d', copyOf(4))
    expect(held()).toEqual(['a', 'c', 'd'])
    copies.put('a', copyOf(1))
    copies.put('b', copyOf(2))
    expect(held()).toEqual(['a', 'b', 'c', 'd'])
    copies.put('a', copyOf(11))
    expect(held()).toEqual([])
    copies.put('a', copyOf(10))
    expect(held()).toEqual(['a'])
  })
})
