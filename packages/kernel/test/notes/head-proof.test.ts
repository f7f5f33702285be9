import { describe, expect, test } from 'vitest'
import { encodeBase64 } from '../../src/bytes/base64url.ts'
import { encodeUtf8 } from '../../src/bytes/utf8.ts'
import { createSeededSigner } from '../../src/crypto/create-seeded-signer.ts'
import { importPublicJwk } from '../../src/crypto/import-public-jwk.ts'
import type { PartyId } from '../../src/ids.ts'
import { hashLeafText, type LogLeaf, leafText } from '../../src/messages/log-leaf.ts'
import { formatCheckpoint } from '../../src/notes/checkpoint.ts'
import { cosign } from '../../src/notes/cosignature.ts'
import {
  checkHeadProof,
  type HeadProofAnswer,
  type HeadProofDemand,
  headProofPath,
} from '../../src/notes/head-proof.ts'
import { HEAD_ENTRIES_MAX, HEAD_PROOF_BYTES_MAX } from '../../src/notes/limits.ts'
import { formatNote, signNote } from '../../src/notes/note.ts'
import { createNoteKey, type NoteKeyType } from '../../src/notes/note-key.ts'
import { unwrap } from '../../src/result.ts'
import { appendLeaves, EMPTY_FRONTIER, frontierRoot } from '../../src/trees/frontier.ts'
import { createInclusionProof } from '../../src/trees/inclusion-proof.ts'

const SCOPE = 'https://issuer.example/status/1'
const ISSUER = 'issuer' as PartyId
const own = leaf({})
const signerOf = (n: number) => createSeededSigner('EdDSA', new Uint8Array(32).fill(n))
const keyOf = (n: number, name: string, type?: NoteKeyType) =>
  createNoteKey(name, unwrap(importPublicJwk(signerOf(n).publicJwk)), type)
const logKey = keyOf(1, 'log.example')
const witnessKeys = [2, 3, 4].map((n) => keyOf(n, `witness.example/${n}`, 'cosignature/v1'))

function leaf(changed: Partial<LogLeaf>): LogLeaf {
  return {
    v: 1,
    kind: 'head',
    scope: SCOPE,
    seq: 100,
    actor: ISSUER,
    bodyHash: 'a'.repeat(64),
    decidedAtMs: 1,
    effectiveAtMs: 1,
    ...changed,
  }
}

/** What an honest log of these leaves answers with the entries at some of its indices, cosigned at these times. */
async function answer(
  leaves: readonly LogLeaf[],
  indices: readonly number[] = [0],
  timesS: readonly number[] = [10, 30, 20],
): Promise<HeadProofAnswer> {
  const texts = leaves.map(leafText)
  const { frontier, nodes } = appendLeaves(EMPTY_FRONTIER, texts.map(hashLeafText))
  const reader = (level: number, index: number): Uint8Array =>
    nodes.find((node) => node.level === level && node.index === index)?.hash ?? new Uint8Array(0)
  const root = frontierRoot(frontier)
  const text = formatCheckpoint({ origin: logKey.name, size: texts.length, root, extensions: [] })
  const signatures = [await signNote(text, logKey, signerOf(1))]
  for (const [n, timeS] of timesS.entries()) {
    const witness = witnessKeys[n]
    if (witness !== undefined)
      signatures.push(await cosign(text, { witness, timeS }, signerOf(n + 2)))
  }
  const entries = indices.map(async (index) => {
    const proof = await createInclusionProof(reader, index, texts.length)
    return { entry: texts[index] ?? '', index, proof: proof.map(encodeBase64) }
  })
  return { entries: await Promise.all(entries), checkpoint: formatNote({ text, signatures }) }
}

function check(given: object, changed: Partial<HeadProofDemand> = {}) {
  return checkHeadProof({
    bytes: encodeUtf8(JSON.stringify(given)),
    scope: SCOPE,
    seq: 100,
    actor: ISSUER,
    bodyHash: own.bodyHash,
    logKey,
    witnessKeys,
    quorum: 2,
    ...changed,
  })
}

const refused = (code: string) => ({ ok: false, error: { code } })
const others = [leaf({ seq: 99 }), leaf({ seq: 101 }), leaf({ scope: 'another' })]

describe('the proof of a head', () => {
  test('holds for a leaf under a checkpoint with its quorum, and gives the quorum’s time', async () => {
    const given = await answer([...others, own, leaf({ seq: 102 })], [3])
    expect(check(given)).toEqual({ ok: true, value: { index: 3, size: 5, witnessedAtMs: 20_000 } })
    expect(check(given, { quorum: 3 })).toMatchObject({
      ok: true,
      value: { witnessedAtMs: 10_000 },
    })
    expect(check(given, { quorum: 1 })).toMatchObject({
      ok: true,
      value: { witnessedAtMs: 30_000 },
    })
  })

  test('is asked for at a path that any scope fits into', () => {
    expect(headProofPath(SCOPE, 7, 'issuer:a' as PartyId)).toBe(
      '/log/scopes/https%3A%2F%2Fissuer.example%2Fstatus%2F1/7/issuer%3Aa',
    )
  })

  test('needs its quorum of known witnesses, whoever else signed', async () => {
    const given = await answer([own], [0], [10])
    expect(check(given)).toMatchObject(refused('log_quorum_missing'))
    expect(check(given, { quorum: 1 })).toMatchObject({ ok: true })
    const strangers = [keyOf(7, 'witness.example/2', 'cosignature/v1')]
    expect(check(given, { quorum: 1, witnessKeys: strangers })).toMatchObject(
      refused('log_quorum_missing'),
    )
    expect(() => check(given, { quorum: 4 })).toThrow('quorum')
    expect(() => check(given, { quorum: 0 })).toThrow('quorum')
  })

  test('is not there when the log has no leaf of this publisher, scope and seq', async () => {
    for (const leaves of [
      ...others.map((other) => [other]),
      [leaf({ actor: 'somebody' as PartyId })],
      [leaf({ kind: 'act' })],
      // A hash that a carrier could have changed accuses nobody.
      [leaf({ bodyHash: 'b'.repeat(64) })],
    ]) {
      const given = await answer(leaves, [...leaves.keys()])
      expect(check(given)).toMatchObject(refused('head_not_logged'))
    }
    expect(check({ ...(await answer([own])), entries: [] })).toMatchObject(
      refused('head_not_logged'),
    )
  })

  test('turns into one of equivocation when the publisher logged two bodies there, whichever is asked for', async () => {
    const second = leaf({ bodyHash: 'b'.repeat(64) })
    for (const leaves of [
      [own, second],
      [second, own],
    ]) {
      const given = await answer(leaves, [...leaves.keys()])
      for (const bodyHash of [own.bodyHash, second.bodyHash, 'c'.repeat(64)]) {
        expect(check(given, { bodyHash })).toMatchObject(refused('log_head_equivocated'))
      }
    }
  })

  test('is not spoilt by what another party logs about the same place', async () => {
    const foreign = leaf({ actor: 'somebody' as PartyId, bodyHash: 'b'.repeat(64) })
    expect(check(await answer([foreign, own], [0, 1]))).toMatchObject({
      ok: true,
      value: { index: 1 },
    })
  })

  test('never passes with anything changed', async () => {
    const given = await answer([...others, own], [3])
    const [first] = given.entries as [HeadProofAnswer['entries'][number]]
    const changed = (entry: Partial<typeof first>) => ({
      ...given,
      entries: [{ ...first, ...entry }],
    })
    const forged = leafText(leaf({ bodyHash: 'b'.repeat(64) }))
    for (const [code, wrong] of [
      ['log_proof_invalid', changed({ index: 2 })],
      ['log_proof_invalid', changed({ index: 4 })],
      ['log_proof_invalid', changed({ proof: first.proof.slice(1) })],
      ['log_proof_invalid', changed({ proof: first.proof.map(() => '='.repeat(44)) })],
      // A forged equivocation is none.
      ['log_proof_invalid', changed({ entry: forged })],
      ['log_entry_malformed', changed({ entry: ` ${first.entry}` })],
      [
        'log_signature_invalid',
        { ...given, checkpoint: given.checkpoint.replace('\n4\n', '\n5\n') },
      ],
      ['log_note_malformed', { ...given, checkpoint: 'none' }],
      ['malformed_message', { ...given, entries: Array(HEAD_ENTRIES_MAX + 1).fill(first) }],
      ['malformed_message', { checkpoint: given.checkpoint }],
      ['message_too_large', { ...given, more: 'x'.repeat(HEAD_PROOF_BYTES_MAX) }],
    ] as const) {
      expect(check(wrong)).toMatchObject(refused(code))
    }
    const another = keyOf(5, 'other.example')
    expect(check(given, { logKey: another })).toMatchObject(refused('log_key_unknown'))
  })
})
