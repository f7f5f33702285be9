import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Distributor } from '@evenkeel/distributor'
import type { Compute, Party, PartyId } from '@evenkeel/kernel'
import type { Ledger } from '@evenkeel/ledger'
import { openFilePlatform } from '../adapters/file-platform.ts'
import { openWorldParty } from '../open-world-party.ts'
import { defaultTiming, type PartySpec, wellKnown, worldParties } from '../world-config.ts'
import type { WorldPlatform } from '../world-platform.ts'
import { createPartyBridge } from './party-bridge.ts'

/** The parties that a replayed drop needs, each with its own store in one directory; all but the ledger on this thread. */
export interface ReplayWorld {
  readonly verifier: Party
  readonly distributor: Party<Distributor>
  close(): Promise<void>
}

export const REPLAY_VERIFIER: PartyId = 'verifier-a' as PartyId

/** Opens network, witness, verifier, distributor and ledger over the stores of a directory; they pump and sweep by the clock until `close`. */
export async function openReplayWorld(
  directory: string,
  compute: Compute,
  onFault: (party: PartyId, error: unknown) => void,
): Promise<ReplayWorld> {
  const thread = new Worker(new URL('./ledger-thread.ts', import.meta.url), {
    workerData: { directory },
  })
  const ledgerOpened = once(thread, 'message')
  const bridge = createPartyBridge(thread)
  const platform = openFilePlatform({ directory, parties: worldParties, compute, onFault })
  platform.attach(wellKnown.ledger, bridge.remote(wellKnown.ledger))
  const attach: WorldPlatform['attach'] = (party, receiver) => {
    platform.attach(party, receiver)
    bridge.expose(party, receiver)
  }
  const open = <Name extends PartySpec['role']>(id: PartyId, role: Name) =>
    openWorldParty({ id, role }, { ...platform, attach }, defaultTiming, { observed: false })
  try {
    const network = await open(wellKnown.network, 'network')
    const witness = await open(wellKnown.witness, 'witness')
    const verifier = await open(REPLAY_VERIFIER, 'verifier')
    const distributor = await open(wellKnown.distributor, 'distributor')
    await ledgerOpened
    const stops = [network, witness, verifier, distributor].map((party) => party.start())
    return {
      verifier,
      distributor,
      async close() {
        await Promise.all(stops.map((stop) => stop()))
        const exited = once(thread, 'exit')
        thread.postMessage('stop')
        await exited
        await platform.close()
      },
    }
  } catch (error) {
    await thread.terminate()
    await platform.close()
    throw error
  }
}

/** Opens the ledger alone, to read its books; nothing moves. */
export async function withLedger<T>(
  directory: string,
  read: (ledger: Ledger) => Promise<T>,
): Promise<T> {
  const platform = openFilePlatform({ directory, parties: worldParties })
  try {
    const id = wellKnown.ledger
    const party = await openWorldParty({ id, role: 'ledger' }, platform, defaultTiming, {
      observed: false,
    })
    return await read(party.role)
  } finally {
    await platform.close()
  }
}
