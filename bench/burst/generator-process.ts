import { writeFileSync } from 'node:fs'
import { openClaimsFile } from './claims-file.ts'
import { type Connections, openConnections } from './connections.ts'
import type { GeneratorRequest, PhaseResult } from './phase.ts'
import { type HeldTickets, runPhase } from './run-phase.ts'

// The claimants, in a process and on a core of their own. Plays one phase after another and remembers who has which ticket.
const file = openClaimsFile(process.argv[2] ?? '')
const servers = new Map<number, { readonly held: HeldTickets; connections: Connections }>()

process.on('message', (request: GeneratorRequest) => {
  answer(request).then(
    (reply) => process.send?.(reply),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
      process.exit(1)
    },
  )
})
process.once('disconnect', () => process.exit(0))
process.send?.({ count: file.count })

async function answer(
  request: GeneratorRequest,
): Promise<PhaseResult | { readonly count: number }> {
  if (request.kind === 'run') {
    const { phase } = request
    const { held, connections } = serverAt(phase.port)
    const result = await runPhase(phase, file, held, connections)
    return result
  }
  const lines = [...serverAt(request.port).held.values()].map((body) => {
    const { claimId, ticket } = JSON.parse(body) as Record<string, string>
    return `${claimId} ${ticket}\n`
  })
  writeFileSync(request.path, lines.join(''))
  return { count: lines.length }
}

function serverAt(port: number): { readonly held: HeldTickets; connections: Connections } {
  let server = servers.get(port)
  if (server === undefined) {
    server = { held: new Map(), connections: openConnections(port) }
    servers.set(port, server)
  }
  return server
}
