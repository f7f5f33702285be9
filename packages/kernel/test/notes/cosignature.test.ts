import { createPublicKey, verify } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBase64 } from '../../src/bytes/base64url.ts'
import { encodeHex } from '../../src/bytes/hex.ts'
import { encodeUtf8 } from '../../src/bytes/utf8.ts'
import { createSeededSigner } from '../../src/crypto/create-seeded-signer.ts'
import { sha256 } from '../../src/crypto/hash.ts'
import { importPublicJwk } from '../../src/crypto/import-public-jwk.ts'
import { formatCheckpoint } from '../../src/notes/checkpoint.ts'
import { cosign, quorumTimeS, verifyCosignatures } from '../../src/notes/cosignature.ts'
import {
  formatNote,
  formatSignatureLine,
  type NoteSignature,
  parseNote,
  signNote,
  verifyNote,
} from '../../src/notes/note.ts'
import { createNoteKey, formatVkey, type NoteKey, parseVkey } from '../../src/notes/note-key.ts'
import { unwrap } from '../../src/result.ts'

const signerOf = (n: number) => createSeededSigner('EdDSA', new Uint8Array(32).fill(n))
const witnessOf = (n: number): NoteKey =>
  createNoteKey(
    `witness.example/w${n}`,
    unwrap(importPublicJwk(signerOf(n).publicJwk)),
    'cosignature/v1',
  )
const log = createNoteKey('log.example', unwrap(importPublicJwk(signerOf(9).publicJwk)))
const text = formatCheckpoint({
  origin: 'log.example',
  size: 7,
  root: sha256('root'),
  extensions: [],
})
const witnesses = [witnessOf(1), witnessOf(2), witnessOf(3)]

function cosigned(n: number, timeS: number): Promise<NoteSignature> {
  return cosign(text, { witness: witnessOf(n), timeS }, signerOf(n))
}

function timesOf(signatures: readonly NoteSignature[], known = witnesses) {
  const verified = verifyCosignatures({ text, signatures }, known)
  return verified.ok
    ? verified.value.map(({ witness, timeS }) => `${witness.name} ${timeS}`)
    : verified.error.code
}

describe('cosignatures (C2SP tlog-cosignature)', () => {
  test('sign a header line, a time line and the whole checkpoint text, by the rules alone', async () => {
    const { signature, name, keyHash } = await cosigned(1, 1_679_315_147)
    // The time comes first, as 8 bytes in big-endian order.
    expect(encodeHex(signature.slice(0, 8))).toBe('00000000641850cb')
    const key = createPublicKey({ key: signerOf(1).publicJwk as object, format: 'jwk' })
    const message = `cosignature/v1\ntime 1679315147\n${text}`
    expect(verify(null, encodeUtf8(message), key, signature.slice(8))).toBe(true)
    expect(signature.length).toBe(72)
    // SHA-256(name ‖ 0x0A ‖ 0x04 ‖ key), the first 4 bytes.
    const raw = Buffer.from(signerOf(1).publicJwk.x, 'base64url')
    const hashed = Buffer.concat([Buffer.from(`${name}\n\x04`), raw])
    expect(keyHash).toBe(encodeHex(sha256(hashed)).slice(0, 8))
  })

  test('the published example is read as a signature of its key with its time', () => {
    // From the format's own text: the time that stands in the example's message.
    const line =
      '— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n'
    const note = unwrap(parseNote(encodeUtf8(`${text}\n${line}`)))
    const [signature] = note.signatures
    expect(signature?.keyHash).toBe('8d66cf3f')
    expect(encodeHex(signature?.signature.slice(0, 8) ?? new Uint8Array())).toBe('00000000641850cb')
    expect(signature?.signature.length).toBe(72)
    expect(formatSignatureLine(signature as NoteSignature)).toBe(line)
  })

  test('vkeys of witnesses have a type of their own, so that one key has two hashes', () => {
    const [witness] = witnesses as [NoteKey]
    const vkey = formatVkey(witness)
    expect(unwrap(parseVkey(vkey))).toEqual(witness)
    expect(decodeBase64(vkey.slice(vkey.indexOf('+', vkey.indexOf('+') + 1) + 1))?.[0]).toBe(4)
    expect(createNoteKey(witness.name, witness.publicKey).keyHash).not.toBe(witness.keyHash)
  })

  test('are found beside the log’s own signature, the newest of each witness, newest first', async () => {
    const own = await signNote(text, log, signerOf(9))
    const signatures = [own, await cosigned(2, 50), await cosigned(1, 70), await cosigned(2, 90)]
    expect(timesOf(signatures)).toEqual(['witness.example/w2 90', 'witness.example/w1 70'])
    expect(timesOf(signatures.toReversed())).toEqual(timesOf(signatures))
    expect(timesOf(signatures, [witnessOf(3)])).toEqual([])
    const read = unwrap(parseNote(encodeUtf8(formatNote({ text, signatures }))))
    expect(unwrap(verifyNote(read, [log]))).toEqual([log])
  })

  test('that do not hold spoil the note: another text, time, length or kind of signature', async () => {
    const good = await cosigned(1, 50)
    const changed = (change: (bytes: Uint8Array) => Uint8Array): NoteSignature => ({
      ...good,
      signature: change(good.signature.slice()),
    })
    const wrong = [
      changed((bytes) => bytes.with(7, 51)),
      changed((bytes) => bytes.with(0, 0xff)),
      changed((bytes) => bytes.with(40, (bytes[40] ?? 0) ^ 1)),
      changed((bytes) => bytes.slice(0, 71)),
      changed((bytes) => bytes.slice(8)),
    ]
    for (const signature of wrong) {
      expect(timesOf([good, signature])).toBe('log_signature_invalid')
    }
    const other = verifyCosignatures({ text: text.replace('7', '8'), signatures: [good] }, [
      witnessOf(1),
    ])
    expect(other).toMatchObject({ error: { code: 'log_signature_invalid' } })
  })

  test('a key of the one kind is never used for the other', async () => {
    const [witness] = witnesses as [NoteKey]
    const plain = createNoteKey(witness.name, witness.publicKey)
    await expect(cosign(text, { witness: plain, timeS: 1 }, signerOf(1))).rejects.toThrow('type')
    await expect(cosign(text, { witness, timeS: 1 }, signerOf(2))).rejects.toThrow('signer')
    expect(() => verifyNote({ text, signatures: [] }, [witness])).toThrow('text alone')
    await expect(signNote(text, witness, signerOf(1))).rejects.toThrow('text alone')
    expect(() => verifyCosignatures({ text, signatures: [] }, [plain])).toThrow('type')
  })

  test('one key is one witness, whatever it is called', async () => {
    const [witness] = witnesses as [NoteKey]
    const alias = createNoteKey('witness.example/alias', witness.publicKey, 'cosignature/v1')
    const one = await cosign(text, { witness, timeS: 50 }, signerOf(1))
    const other = { ...one, name: alias.name, keyHash: alias.keyHash }
    expect(() => timesOf([one, other], [witness, alias])).toThrow('its own')
  })
})

describe('the time of a quorum', () => {
  test('is one that at least so many witnesses reached, and no later one is', () => {
    const times = fc.array(fc.nat(1_000), { maxLength: 6 })
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 6 }), (all, quorum) => {
        const [witness] = witnesses as [NoteKey]
        const timeS = quorumTimeS(
          all.map((each) => ({ witness, timeS: each })),
          quorum,
        )
        const reached = (time: number): number => all.filter((each) => each >= time).length
        if (timeS === undefined) expect(all.length).toBeLessThan(quorum)
        else {
          expect(reached(timeS)).toBeGreaterThanOrEqual(quorum)
          expect(reached(timeS + 1)).toBeLessThan(quorum)
        }
      }),
    )
  })
})
