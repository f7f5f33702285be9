import { DEMO_CAMPAIGN } from '@evenkeel/node'
import { expect } from 'vitest'
import type { Clients } from '../support/clients.ts'
import { dataOf, FORM } from '../support/wallet.ts'

/** Somebody who recomputes the log from what it publishes. */
export async function readLog({ network }: Clients): Promise<void> {
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
    404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 401, 401, 400, 504, 400, 400,
  ])
}
