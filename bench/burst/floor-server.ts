import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  importPublicJwk,
  type PublicJwk,
  parseJws,
  type Signer,
  unwrap,
  verifySignature,
} from '@evenkeel/kernel'
import { openClaimsFile } from './claims-file.ts'
import type { ChecksTimed } from './phase.ts'
import type { BurstServer } from './server-process.ts'

/** Claims whose checks are timed. */
const CHECKED = 1_000
const LIMITS = { maxBytes: 65_536, maxDepth: 16 }

/** Takes the body and answers with one of a ticket's size, and times the two signature checks that no intake is spared. */
export async function openFloor(claimsPath: string, verifier: Signer): Promise<BurstServer> {
  const checks = readChecks(claimsPath, verifier)
  const ticket = Buffer.from(JSON.stringify({ ticket: 'x'.repeat(900) }))
  const server = createServer((request, response) => {
    request.on('data', () => undefined).on('end', () => response.writeHead(201).end(ticket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    timeChecks: () => timeChecks(checks),
    drain: async () => undefined,
    reconcile: () => Promise.reject(new Error('the floor has no books')),
    async close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

type Check = () => boolean

function readChecks(claimsPath: string, verifier: Signer): readonly Check[] {
  const key = unwrap(importPublicJwk(verifier.publicJwk))
  const file = openClaimsFile(claimsPath)
  return Array.from({ length: Math.min(CHECKED, file.count) }, (_, position) => {
    const request = file.request(position)
    const texts = JSON.parse(request.subarray(request.indexOf('\r\n\r\n') + 4).toString()) as {
      readonly receipt: string
      readonly claim: string
    }
    const receipt = unwrap(parseJws(texts.receipt, LIMITS))
    const claim = unwrap(parseJws(texts.claim, LIMITS))
    return () =>
      verifySignature(key, receipt.signingInput, receipt.signature) &&
      verifySignature(
        unwrap(importPublicJwk(claim.header.jwk as unknown as PublicJwk)),
        claim.signingInput,
        claim.signature,
      )
  })
}

function timeChecks(checks: readonly Check[]): ChecksTimed {
  const cpu = process.cpuUsage()
  const startedMs = performance.now()
  for (const check of checks) if (!check()) throw new Error('a claim of the bench is not signed')
  const { user, system } = process.cpuUsage(cpu)
  return {
    wallUs: ((performance.now() - startedMs) * 1_000) / checks.length,
    cpuUs: (user + system) / checks.length,
  }
}
