import { parentPort, workerData } from 'node:worker_threads'
import { assert } from '@evenkeel/kernel'
import { openFilePlatform } from '../adapters/file-platform.ts'
import { openWorldParty } from '../open-world-party.ts'
import { defaultTiming, wellKnown, worldParties } from '../world-config.ts'
import { createPartyBridge, type ThreadPort } from './party-bridge.ts'

// The ledger on a thread of its own, over its own store: the other core posts while the first one takes claims in.
assert(parentPort !== null, 'runs as a worker thread')
const port = parentPort
const { directory } = workerData as { readonly directory: string }
const bridge = createPartyBridge(port as ThreadPort)
const platform = openFilePlatform({ directory, parties: worldParties })
platform.attach(wellKnown.distributor, bridge.remote(wellKnown.distributor))
const ledger = await openWorldParty(
  { id: wellKnown.ledger, role: 'ledger' },
  { ...platform, attach: bridge.expose },
  defaultTiming,
  { observed: false },
)
const stop = ledger.start()
port.on('message', async (message) => {
  if (message !== 'stop') return
  await stop()
  await platform.close()
  port.close()
})
port.postMessage('open')
