import { brandId, encodeUtf8, headUrl, type PartyId, readHead, unwrap } from '@evenkeel/kernel'
import { DEMO_CAMPAIGN } from '@evenkeel/node'
import { expect } from 'vitest'
import { type Clients, once } from '../support/clients.ts'
import type { JourneyWorld } from '../support/journey-world.ts'
import { dataOf, FORM } from '../support/wallet.ts'

/** Somebody who recomputes the log from what it publishes. */
export async function readLog({ network, verifier, witness }: Clients): Promise<void> {
  dataOf(await network.GET('/accreditations', { parseAs: 'text' }))
  const checkpoint = dataOf(await network.GET('/log/checkpoint', { parseAs: 'text' }))
  const size = Number(checkpoint.split('\n')[1])
  expect(size).toBeGreaterThan(1)
  for (const rest of [`0/000.p/${size}`, `entries/000.p/${size}`]) {
    const params = { path: { rest } }
    dataOf(await network.GET('/log/tile/{rest}', { params, parseAs: 'arrayBuffer' }))
  }
  const page = dataOf(await network.GET('/log/entries/{from}', { params: { path: { from: '0' } } }))
  expect(page.entries).toHaveLength(size)
  const { scope } = JSON.parse(page.entries[0] ?? '')
  const ofScope = await network.GET('/log/scopes/{scope}', { params: { path: { scope } } })
  expect(ofScope.data?.items.length).toBeGreaterThan(0)
  const index = { params: { path: { index: '0' } } }
  dataOf(await network.GET('/log/inclusion/{index}', index))
  dataOf(await network.GET('/log/consistency', { params: { query: { from: 1, to: size } } }))
  dataOf(await network.GET('/log/backlog'))
  const place = { params: { path: { scope: 'accreditations', seq: '1', actor: 'network' } } }
  const proven = dataOf(await network.GET('/log/scopes/{scope}/{seq}/{actor}', place))
  expect(proven.entries).toHaveLength(1)
  const witnessed = { params: { path: { purpose: 'witnessed' } }, parseAs: 'text' } as const
  const note = dataOf(await network.GET('/log/checkpoint/{purpose}', witnessed))
  expect(note).toBe(proven.checkpoint)
  const [origin = ''] = note.split('\n')
  const cosigned = { params: { path: { origin } }, parseAs: 'text' } as const
  expect(dataOf(await witness.GET('/cosigned/{origin}', cosigned)).split('\n')[0]).toBe(origin)
  expect(dataOf(await witness.GET('/forks')).items).toEqual([])
  expect(dataOf(await network.GET('/log/equivocations')).items).toEqual([])
  expect(dataOf(await verifier.GET('/equivocations')).items).toEqual([])
  const ours = { params: { path: { campaignId: DEMO_CAMPAIGN } } }
  const committed = dataOf(await verifier.GET('/nullifier-keys/{campaignId}', ours))
  expect(committed.keyCheck).not.toBe('')
}

/** A verifier that does not want the issuer to know that it verifies. */
export async function readHeads({ platform }: JourneyWorld, { network }: Clients): Promise<void> {
  const issuer = brandId<PartyId>('issuer-strict')
  const url = headUrl(`${platform.directory.urlOf(issuer)}/status/1`)
  const params = { params: { path: { url } } }
  const head = dataOf(await network.GET('/relay/{url}', { ...params, parseAs: 'text' }))
  const { seq } = unwrap(readHead(encodeUtf8(head), url.slice(0, -'/head'.length))).head
  const { items } = dataOf(await network.GET('/relay-counts/{url}', params))
  expect(items[0]).toEqual({ seq, fetched: 1 })
}

/** Somebody who audits where the money is. */
export async function readBooks({ ledger, observer }: Clients): Promise<void> {
  const params = { path: { campaignId: DEMO_CAMPAIGN } }
  const accounts = dataOf(await ledger.GET('/campaigns/{campaignId}/accounts', { params }))
  expect(accounts.items.length).toBeGreaterThan(3)
  const { items } = dataOf(await ledger.GET('/journal'))
  const ids = items.map(({ entry }) => JSON.parse(entry).transferId as string)
  // What belongs to another transfer, as its settlement, is told with that one.
  const transferId = ids.find((id) => !id.includes('/')) ?? ''
  dataOf(await ledger.GET('/transfers/{transferId}', { params: { path: { transferId } } }))
  const proof = dataOf(await ledger.GET('/proof'))
  expect(proof.journal).toMatchObject({ sound: true, entries: items.length })
  dataOf(await observer.GET('/events'))
}

/** A claimant who asks again, and the operator who looks through the claims. */
export async function readClaims(
  { distributor, anybody }: Clients,
  claimId: string,
): Promise<void> {
  dataOf(await anybody.distributor.GET('/campaigns'))
  // Everybody is paid by now.
  const pause = { path: { campaignId: DEMO_CAMPAIGN }, ...once() }
  const why = { forMs: 1_000, reason: 'inspection' }
  dataOf(await distributor.POST('/campaigns/{campaignId}/pause', { params: pause, body: why }))
  const path = { campaignId: DEMO_CAMPAIGN }
  const query = { state: 'settled' as const, limit: 100 }
  const page = await distributor.GET('/campaigns/{campaignId}/claims', { params: { path, query } })
  expect(dataOf(page).items.map((claim) => claim.claimId)).toContain(claimId)
  const params = { path: { claimId } }
  dataOf(await distributor.GET('/claims/{claimId}/explanation', { params }))
  const { response } = await anybody.distributor.GET('/claims/{claimId}', { params })
  const headers = { 'if-none-match': response.headers.get('etag') }
  const known = await anybody.distributor.GET('/claims/{claimId}', { params, headers })
  expect(known.response.status).toBe(304)
  const parseAs = 'text'
  const stream = await anybody.distributor.GET('/claims/{claimId}/events', { params, parseAs })
  const [, version] = /^id: (.*)$/m.exec(dataOf(stream)) ?? []
  const again = await anybody.distributor.GET('/claims/{claimId}/events', {
    params,
    headers: { 'last-event-id': version },
    parseAs,
  })
  expect(again.response.status).toBe(204)
}

/** What does not exist, is not allowed, or makes no sense, at every party. */
export async function askInVain(clients: Clients): Promise<void> {
  const { network, issuer, ledger, observer, governance, verifier, holder, anybody } = clients
  const id = 'nobody-has-it'
  const envelope = { body: 'no envelope', headers: { 'content-type': 'application/jose' } }
  const asText = { ...envelope, bodySerializer: (text: string) => text }
  const answers = [
    await network.GET('/log/inclusion/{index}', { params: { path: { index: '999999' } } }),
    await issuer.GET('/credentials/{credentialId}', { params: { path: { credentialId: id } } }),
    await ledger.GET('/transfers/{transferId}', { params: { path: { transferId: id } } }),
    await observer.GET('/timelines/{id}', { params: { path: { id } } }),
    await governance.GET('/cases/{caseId}', { params: { path: { caseId: id } } }),
    await verifier.GET('/receipts/{receiptId}/verdict', { params: { path: { receiptId: id } } }),
    await verifier.GET('/equivocations/{equivocationId}', {
      params: { path: { equivocationId: id } },
    }),
    await anybody.distributor.GET('/claims/{claimId}', { params: { path: { claimId: id } } }),
    await anybody.verifier.GET('/presentations/{sessionId}', {
      params: { path: { sessionId: id } },
    }),
    await anybody.verifier.GET('/requests/{requestId}', { params: { path: { requestId: id } } }),
    await anybody.issuer.GET('/did.json'),
    await anybody.issuer.GET('/credentials'),
    await anybody.issuer.POST('/credential', { body: {} as never }),
    await anybody.issuer.POST('/token', {
      headers: FORM,
      body: { grant_type: 'password' },
    }),
    await ledger.GET('/journal', { params: { header: { 'Evenkeel-Budget-Ms': 0 } } }),
    await holder.POST('/handoffs', asText),
    await issuer.POST('/handoffs', asText),
  ]
  expect(answers.map(({ response }) => response.status)).toEqual([
    404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 401, 401, 400, 504, 400, 400,
  ])
}
