import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  CLAIM_TYP,
  createJws,
  encodeHex,
  importPublicJwk,
  MESSAGE_LIMITS,
  type Migration,
  type PublicJwk,
  parseClaimPayload,
  parseClaimSubmission,
  parseJws,
  parseReceipt,
  RECEIPT_TYP,
  type Signer,
  type Store,
  sha256,
  TICKET_TYP,
  unwrap,
  verifyJws,
} from '@evenkeel/kernel'
import { openSqliteStore } from '@evenkeel/kernel/adapters'
import type { BurstServer } from './server-process.ts'
import { createSlowCheck } from './slow-check.ts'

/**
 * What one writes first: each request is read, checked and committed by itself, in one transaction, and all are taken. It does the same checks and
 * keeps the same promise of a durable ticket once per claim.
 */
export async function openNaive(
  directory: string,
  verifier: Signer,
  checksPerSecond: number,
): Promise<BurstServer> {
  const store = await openSqliteStore({ path: `${directory}/naive.db` })
  await store.migrate([schema])
  const verifierKey = unwrap(importPublicJwk(verifier.publicJwk))
  const check = checksPerSecond > 0 ? createSlowCheck(checksPerSecond) : async () => undefined

  async function answer(request: IncomingMessage): Promise<object> {
    const submission = unwrap(parseClaimSubmission(await readAll(request)))
    if (!('claim' in submission)) throw new Error('the bench sends claims')
    await check(1)
    const receiptJws = unwrap(parseJws(submission.receipt, MESSAGE_LIMITS))
    unwrap(verifyJws(receiptJws, verifierKey, { typ: RECEIPT_TYP }))
    const receipt = unwrap(parseReceipt(receiptJws.payload))
    const claimJws = unwrap(parseJws(submission.claim, MESSAGE_LIMITS))
    const holderKey = unwrap(importPublicJwk(claimJws.header.jwk as unknown as PublicJwk))
    unwrap(verifyJws(claimJws, holderKey, { typ: CLAIM_TYP }))
    const claim = unwrap(parseClaimPayload(claimJws.payload))
    const claimId = encodeHex(sha256(submission.receipt))
    const ticket = await createJws({
      header: { typ: TICKET_TYP, kid: verifier.keyId },
      payload: { claimId, campaignId: claim.campaignId },
      signer: verifier,
    })
    return { claimId, ticket: await keep(store, claimId, receipt.nullifier, ticket) }
  }

  const server = createServer((request, response) => {
    answer(request).then(
      (body) => response.writeHead(201).end(JSON.stringify(body)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    drain: async () => undefined,
    reconcile: () => Promise.reject(new Error('the naive server has no books')),
    async close() {
      server.closeAllConnections()
      server.close()
      await store.close()
    },
  }
}

const schema: Migration = {
  id: 'naive/0001',
  statements: [
    'CREATE TABLE naive_claim (claim_id TEXT NOT NULL PRIMARY KEY, nullifier TEXT NOT NULL, ticket TEXT NOT NULL) CLUSTERED',
    'CREATE UNIQUE INDEX naive_nullifier ON naive_claim (nullifier)',
  ],
}

function keep(store: Store, claimId: string, nullifier: string, ticket: string): Promise<string> {
  return store.transact('claim', async (tx) => {
    const known = await tx.get('SELECT ticket FROM naive_claim WHERE claim_id = ?', [claimId])
    if (known !== undefined) return String(known.ticket)
    const columns = ['claim_id', 'nullifier', 'ticket']
    const rows = [[claimId, nullifier, ticket]]
    await tx.insertMany({ table: 'naive_claim', columns, rows, onConflict: 'fail' })
    return ticket
  })
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
