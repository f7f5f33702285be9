import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeBase64 } from '../../src/bytes/base64url.ts'
import { encodeUtf8 } from '../../src/bytes/utf8.ts'
import { createSeededSigner } from '../../src/crypto/create-seeded-signer.ts'
import { sha256 } from '../../src/crypto/hash.ts'
import { importPublicJwk } from '../../src/crypto/import-public-jwk.ts'
import {
  createCheckpoint,
  formatCheckpoint,
  openCheckpoint,
  parseCheckpoint,
} from '../../src/notes/checkpoint.ts'
import { NOTE_BYTES_MAX, NOTE_SIGNATURES_MAX } from '../../src/notes/limits.ts'
import { formatNote, parseNote, signNote, verifyNote } from '../../src/notes/note.ts'
import { createNoteKey, formatVkey, type NoteKey, parseVkey } from '../../src/notes/note-key.ts'
import { unwrap } from '../../src/result.ts'
import { readVectors } from '../support/vectors.ts'

const vector = readVectors<{ readonly vkey: string; readonly note: string }>('signed-note.json')
const publishedKey = unwrap(parseVkey(vector.vkey))
const signer = createSeededSigner('EdDSA', new Uint8Array(32).fill(1))
const witnessSigner = createSeededSigner('EdDSA', new Uint8Array(32).fill(2))
const log = createNoteKey('log.example/2026', unwrap(importPublicJwk(signer.publicJwk)))
const witness = createNoteKey('witness.example', unwrap(importPublicJwk(witnessSigner.publicJwk)))
const root = sha256('root')

function noteOutcome(note: string, keys: readonly NoteKey[] = [log]): string {
  const parsed = parseNote(encodeUtf8(note))
  if (!parsed.ok) return parsed.error.code
  const verified = verifyNote(parsed.value, keys)
  return verified.ok ? verified.value.map((key) => key.name).join(' ') : verified.error.code
}

describe('vkeys', () => {
  test('the published key is read and written back', () => {
    expect(publishedKey).toMatchObject({ name: 'PeterNeumann', keyHash: 'c74f20a3' })
    expect(formatVkey(publishedKey)).toBe(vector.vkey)
    expect(unwrap(parseVkey(formatVkey(log)))).toEqual(log)
  })

  test.each([
    ['another name', vector.vkey.replace('Peter', 'Petra')],
    ['another hash', vector.vkey.replace('c74f20a3', 'c74f20a4')],
    ['an upper-case hash', vector.vkey.replace('c74f20a3', 'C74F20A3')],
    ['another type of key', vector.vkey.replace('+ARpc', '+AhpcA')],
    ['a cut key', vector.vkey.slice(0, -4)],
    ['a name with a space', vector.vkey.replace('rN', 'r N')],
    ['no name', vector.vkey.replace('PeterNeumann', '')],
    ['nothing', ''],
  ])('%s is refused', (_, vkey) => {
    expect(parseVkey(vkey)).toMatchObject({ error: { code: 'key_malformed' } })
  })

  test('a name that notes cannot carry, or a key of another curve, is a fault', () => {
    expect(() => createNoteKey('a b', log.publicKey)).toThrow('name')
    expect(() => createNoteKey('a+b', log.publicKey)).toThrow('name')
    const { publicJwk } = createSeededSigner('ES256', new Uint8Array(32).fill(1))
    expect(() => createNoteKey('a', unwrap(importPublicJwk(publicJwk)))).toThrow('Ed25519')
  })
})

describe('signed notes', () => {
  test('the published note is read, verified and written back', () => {
    expect(noteOutcome(vector.note, [publishedKey])).toBe('PeterNeumann')
    expect(formatNote(unwrap(parseNote(encodeUtf8(vector.note))))).toBe(vector.note)
  })

  test('several keys sign one text, and keys that are not known are ignored', async () => {
    const text = 'line\n\nanother — line\n'
    const signatures = [
      await signNote(text, log, signer),
      await signNote(text, witness, witnessSigner),
    ]
    const note = formatNote({ text, signatures })
    expect(unwrap(parseNote(encodeUtf8(note)))).toEqual({ text, signatures })
    expect(noteOutcome(note, [log, witness])).toBe('log.example/2026 witness.example')
    expect(noteOutcome(note, [witness])).toBe('witness.example')
    expect(noteOutcome(note, [publishedKey])).toBe('log_key_unknown')
    expect(noteOutcome(note, [])).toBe('log_key_unknown')
  })

  test('a known key whose signature does not hold spoils the note, whoever else signed', async () => {
    const good = await signNote('text\n', log, signer)
    const forged = {
      ...(await signNote('text\n', witness, witnessSigner)),
      signature: good.signature,
    }
    const note = formatNote({ text: 'text\n', signatures: [good, forged] })
    expect(noteOutcome(note, [log, witness])).toBe('log_signature_invalid')
    expect(noteOutcome(note, [log])).toBe('log.example/2026')
    expect(noteOutcome(note.replace('text', 'test'), [log])).toBe('log_signature_invalid')
  })

  test('a key of the same name and another hash is another key', async () => {
    const impostor = createNoteKey(log.name, witness.publicKey)
    const note = formatNote({
      text: 'text\n',
      signatures: [await signNote('text\n', impostor, witnessSigner)],
    })
    expect(noteOutcome(note, [log])).toBe('log_key_unknown')
  })

  test('a key counts once, however often it signed', async () => {
    const signature = await signNote('text\n', log, signer)
    const note = formatNote({ text: 'text\n', signatures: [signature, signature] })
    expect(noteOutcome(note)).toBe('log.example/2026')
    const forged = { ...signature, signature: signature.signature.toReversed() }
    for (const signatures of [
      [signature, forged],
      [forged, signature],
    ]) {
      expect(noteOutcome(formatNote({ text: 'text\n', signatures }))).toBe('log_signature_invalid')
    }
  })

  test('a line that is there many times is checked once', async () => {
    let checked = 0
    const counting: NoteKey = {
      ...log,
      get publicKey() {
        checked += 1
        return log.publicKey
      },
    }
    const signatures = Array(NOTE_SIGNATURES_MAX).fill(await signNote('text\n', log, signer))
    expect(verifyNote({ text: 'text\n', signatures }, [counting]).ok).toBe(true)
    expect(checked).toBe(1)
  })

  const line = `— a ${encodeBase64(new Uint8Array(68))}\n`
  test.each([
    ['no signature block', 'text\n'],
    ['an empty signature block', 'text\n\n'],
    ['a text without its newline', `text\n${line}`],
    ['a line that does not end', `text\n\n${line.trimEnd()}`],
    ['a line that is no signature', `text\n\n${line}more\n`],
    ['a hyphen in place of the dash', `text\n\n${line.replace('—', '-')}`],
    ['a key hash without a signature', 'text\n\n— a AAAAAA==\n'],
    ['base64 without padding', `text\n\n${line.replace('=', '')}`],
    ['a name with a plus', `text\n\n${line.replace(' a ', ' a+b ')}`],
    ['a carriage return', `text\r\n\n${line}`],
    ['a null', `te\0xt\n\n${line}`],
    ['too many signatures', `text\n\n${line.repeat(NOTE_SIGNATURES_MAX + 1)}`],
  ])('%s is refused', (_, note) => {
    expect(noteOutcome(note)).toBe('log_note_malformed')
  })

  test('bytes that are not UTF-8, or too many, are refused', () => {
    expect(parseNote(Uint8Array.of(0xff))).toMatchObject({ error: { code: 'log_note_malformed' } })
    expect(parseNote(new Uint8Array(NOTE_BYTES_MAX + 1))).toMatchObject({
      error: { code: 'message_too_large' },
    })
  })

  test('what cannot be read back is not signed', async () => {
    for (const text of ['no newline', 'tab\t\n', '']) {
      await expect(signNote(text, log, signer)).rejects.toThrow('text')
    }
    await expect(signNote('text\n', log, witnessSigner)).rejects.toThrow('signer')
  })
})

describe('checkpoints', () => {
  test('what a log signs, its readers open', async () => {
    const note = await createCheckpoint({ size: 7, root }, log, signer)
    const text = `log.example/2026\n7\n${encodeBase64(root)}\n`
    expect(note.startsWith(`${text}\n— log.example/2026 `)).toBe(true)
    const opened = openCheckpoint(encodeUtf8(note), log)
    expect(opened).toEqual({
      ok: true,
      value: { origin: 'log.example/2026', size: 7, root, extensions: [] },
    })
  })

  test('every checkpoint is written and read back', () => {
    const lineOf = fc.string({ minLength: 1, unit: fc.constantFrom(...'ab é/.—') })
    const checkpoint = fc.record({
      origin: lineOf,
      size: fc.maxSafeNat(),
      root: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      extensions: fc.array(lineOf, { maxLength: 3 }),
    })
    fc.assert(
      fc.property(checkpoint, (value) => {
        expect(parseCheckpoint(formatCheckpoint(value))).toEqual({ ok: true, value })
      }),
    )
    expect(() => formatCheckpoint({ origin: 'a\nb', size: 0, root, extensions: [] })).toThrow()
    expect(() => formatCheckpoint({ origin: 'a', size: -1, root, extensions: [] })).toThrow()
  })

  test('the checkpoint of another log, even under the same key, is refused', async () => {
    const text = formatCheckpoint({ origin: 'other', size: 1, root, extensions: [] })
    const note = formatNote({ text, signatures: [await signNote(text, log, signer)] })
    expect(openCheckpoint(encodeUtf8(note), log)).toMatchObject({
      error: { code: 'log_origin_mismatch' },
    })
  })

  test('an unsigned or changed checkpoint is refused', async () => {
    const note = await createCheckpoint({ size: 7, root }, log, signer)
    const changed = encodeUtf8(note.replace('\n7\n', '\n8\n'))
    expect(openCheckpoint(changed, log)).toMatchObject({ error: { code: 'log_signature_invalid' } })
    expect(openCheckpoint(encodeUtf8(note), witness)).toMatchObject({
      error: { code: 'log_key_unknown' },
    })
    const nothing = encodeUtf8('a\n')
    expect(openCheckpoint(nothing, log)).toMatchObject({ error: { code: 'log_note_malformed' } })
  })

  const encodedRoot = encodeBase64(root)
  test.each([
    ['a leading zero', `a\n07\n${encodedRoot}\n`],
    ['a negative size', `a\n-7\n${encodedRoot}\n`],
    ['a size of 2^53', `a\n9007199254740992\n${encodedRoot}\n`],
    ['a size in other digits', `a\n٧\n${encodedRoot}\n`],
    ['a short root', `a\n7\n${encodeBase64(new Uint8Array(31))}\n`],
    ['a root in base64url', `a\n7\n${encodedRoot.replace('=', '')}\n`],
    ['no root', 'a\n7\n'],
    ['no origin', `\n7\n${encodedRoot}\n`],
    ['an empty extension', `a\n7\n${encodedRoot}\n\n`],
    ['a line that does not end', `a\n7\n${encodedRoot}`],
    ['nothing', ''],
  ])('a checkpoint with %s is refused', (_, text) => {
    expect(parseCheckpoint(text)).toMatchObject({ error: { code: 'log_checkpoint_malformed' } })
  })
})
