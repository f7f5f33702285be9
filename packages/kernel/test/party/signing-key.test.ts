import { describe, expect, it } from 'vitest'
import { createSeededSigner } from '../../src/crypto/create-seeded-signer.ts'
import { createJws } from '../../src/crypto/jws.ts'
import {
  ENVELOPE_TYP,
  openAcknowledgement,
  openEnvelope,
  signMessage,
} from '../../src/handoff/envelope.ts'
import { createKeyOf } from '../../src/party/signing-key.ts'
import type { Signer } from '../../src/ports.ts'
import {
  alice,
  bob,
  connect,
  openSide,
  publicKeyOf,
  readEnvelope,
  reserve,
  reserveHandler,
  reservePolicy,
  signerOf,
  silence,
} from '../handoff/sides.ts'

const newSigner = createSeededSigner('EdDSA', new Uint8Array(32).fill(200))
const newSignerOfBob = createSeededSigner('EdDSA', new Uint8Array(32).fill(201))
/** Both parties have changed their keys. */
const changed = createKeyOf(
  new Map([
    [alice, [publicKeyOf(newSigner), publicKeyOf(signerOf(alice))]],
    [bob, [publicKeyOf(newSignerOfBob), publicKeyOf(signerOf(bob))]],
  ]),
)

async function envelopeBytes(): Promise<Uint8Array> {
  const from = await openSide(alice, { policies: [reservePolicy([])] })
  const sent: Uint8Array[] = []
  from.wire.deliver = (to, envelope, limits) => {
    sent.push(envelope)
    return silence(to, envelope, limits)
  }
  await from.enqueue(reserve('a'))
  await from.outbox.pump()
  return sent[0] ?? new Uint8Array()
}

const codeOf = (bytes: Uint8Array, keyOf = changed): string => {
  const opened = openEnvelope(bytes, keyOf)
  return opened.ok ? 'ok' : opened.error.code
}

describe('a party that changes its key', () => {
  it('is understood in what it signed before and in what it signs now', async () => {
    const bytes = await envelopeBytes()
    expect(codeOf(bytes)).toBe('ok')
    const again = await signMessage(ENVELOPE_TYP, readEnvelope(bytes), newSigner)
    expect(codeOf(again)).toBe('ok')
  })

  it('keeps custody that was passed under the old key provable', async () => {
    const from = await openSide(alice, { policies: [reservePolicy([])] })
    connect(from, await openSide(bob, { handlers: [reserveHandler([])] }))
    await from.enqueue(reserve('a'))
    await from.outbox.pump()
    const [proof] = await from.rows('SELECT message FROM handoff_proof')
    const opened = openAcknowledgement(proof?.message as Uint8Array, changed)
    expect(opened).toMatchObject({ ok: true, value: { outcomes: [{ id: 'a' }] } })
  })

  it('is answered by a receiver that has changed its own meanwhile', async () => {
    const told: string[] = []
    const policies = [reservePolicy(told)]
    const from = await openSide(alice, { policies, signer: newSigner, keyOf: changed })
    const handlers = [reserveHandler([])]
    connect(from, await openSide(bob, { handlers, keyOf: changed, signer: newSignerOfBob }))
    await from.enqueue(reserve('a'))
    expect(await from.outbox.pump()).toBe(1)
    expect(told).toEqual(['a acknowledged'])
  })
})

describe('a message between parties', () => {
  const signed = async (kid: unknown, signer: Signer): Promise<Uint8Array> => {
    const payload = readEnvelope(await envelopeBytes())
    const header = { typ: ENVELOPE_TYP, ...(kid !== undefined && { kid }) }
    return Buffer.from(await createJws({ header, payload, signer }), 'latin1')
  }

  it.each([
    ['a key that was never this party’s', signerOf(bob).keyId, signerOf(bob)],
    ['no key', undefined, signerOf(alice)],
    ['a key by something that is no text', 7, signerOf(alice)],
  ])('that names %s is refused with that reason', async (_, kid, signer) => {
    expect(codeOf(await signed(kid, signer))).toBe('handoff_key_unknown')
  })

  it('that names one of the party’s keys and is signed with another is not genuine', async () => {
    const bytes = await signed(newSigner.keyId, signerOf(alice))
    expect(codeOf(bytes)).toBe('handoff_signature_invalid')
  })

  it('is not taken under the present key from a directory that does not look at ids', async () => {
    const careless = () => publicKeyOf(newSigner)
    expect(codeOf(await envelopeBytes(), careless)).toBe('handoff_key_unknown')
  })
})
