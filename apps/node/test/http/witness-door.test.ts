import {
  createAddressBook,
  createCheckpoint,
  createNoteKey,
  createSeededSigner,
  EMPTY_ROOT,
  encodeUtf8,
  importPublicJwk,
  leafHash,
  type PartyContext,
  type PartyId,
  parseNote,
  unwrap,
  verifyCosignatures,
} from '@evenkeel/kernel'
import {
  inlineCompute,
  openSqliteStore,
  systemClock,
  systemRandom,
  systemTimers,
} from '@evenkeel/kernel/adapters'
import {
  createWitness,
  type Witness,
  witnessMigrations,
  witnessRoutes,
} from '@evenkeel/network/witness'
import { expect, it } from 'vitest'
import { serveToy } from './support/toy-server.ts'

const logSigner = createSeededSigner('EdDSA', new Uint8Array(32).fill(1))
const logKey = createNoteKey('other.example/log', unwrap(importPublicJwk(logSigner.publicJwk)))

async function openWitness(): Promise<Witness> {
  const store = await openSqliteStore({ path: ':memory:' })
  await store.migrate(witnessMigrations)
  const unused = async (): Promise<never> => {
    throw new Error('a log at the door needs nobody')
  }
  const context: PartyContext = {
    id: 'witness' as PartyId,
    ports: {
      clock: systemClock,
      random: systemRandom,
      timers: systemTimers,
      store,
      transport: { deliver: unused, retrieve: unused },
      signer: createSeededSigner('EdDSA', new Uint8Array(32).fill(2)),
      compute: inlineCompute,
    },
    directory: { ...createAddressBook(), keyOf: () => undefined },
    recordEvents: async () => undefined,
    enqueue: unused,
    release: unused,
  }
  return createWitness(context, { name: 'witness.example', logs: [{ key: logKey }] })
}

it('a log of somebody else gets its cosignature at the door, whatever it calls what it sends', async () => {
  const witness = await openWitness()
  const { server } = await serveToy(witnessRoutes(witness))
  const send = (payload: string, type?: string) =>
    server.inject({
      method: 'POST',
      url: '/parties/toy/add-checkpoint',
      headers: type === undefined ? {} : { 'content-type': type },
      payload,
    })
  const empty = await createCheckpoint({ size: 0, root: EMPTY_ROOT }, logKey, logSigner)
  const one = await createCheckpoint(
    { size: 1, root: leafHash(encodeUtf8('a')) },
    logKey,
    logSigner,
  )
  for (const type of [undefined, 'text/plain', 'application/octet-stream']) {
    const answer = await send(`old 0\n\n${empty}`, type)
    expect(answer.statusCode).toBe(200)
    const note = unwrap(parseNote(encodeUtf8(`${empty}${answer.payload}`)))
    expect(unwrap(verifyCosignatures(note, [witness.witnessKey])).length).toBe(1)
  }
  expect((await send(`old 0\n\n${one}`)).statusCode).toBe(200)
  const late = await send(`old 0\n\n${one}`)
  expect([late.statusCode, late.headers['content-type'], late.payload]).toEqual([
    409,
    'text/x.tlog.size',
    '1\n',
  ])
})
