import { createJws, createSeededSigner, encodeBase64url, encodeUtf8 } from '@evenkeel/kernel'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutList, joinList } from '../../src/model/cut-list.ts'

const signer = createSeededSigner('EdDSA', new Uint8Array(32).fill(1))

test('a list that was taken out of a signed document and put back leaves it as it was signed, whatever else it says', async () => {
  const said = fc.string({ unit: 'grapheme' })
  await fc.assert(
    fc.asyncProperty(said, said, fc.uint8Array({ minLength: 40 }), async (sub, more, bytes) => {
      const lst = encodeBase64url(bytes)
      const payload = { sub, more, status_list: { bits: 2, lst }, ttl: 1 }
      const compact = await createJws({ header: { typ: 'x' }, payload, signer })
      const cut = cutList(compact, lst)
      expect(cut).not.toContain(lst)
      expect(joinList(cut, lst)).toBe(compact)
    }),
  )
})

test('a list that stands in the document never or twice is not taken out', async () => {
  const jws = (payload: object) => createJws({ header: { typ: 'x' }, payload, signer })
  const lst = encodeBase64url(encodeUtf8('some list or other'))
  const never = await jws({ lst: 'AA' })
  const twice = await jws({ sub: `https://issuer.example/${lst}`, lst })
  for (const compact of [never, twice]) expect(() => cutList(compact, lst)).toThrow('once')
})
