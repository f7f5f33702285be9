import { createIssuerClient, createVerifierClient } from '@evenkeel/client'
import { DEMO_CAMPAIGN } from '@evenkeel/node'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createExchangeChecker, type Exchange } from './support/check-exchange.ts'
import { type Clients, createClients } from './support/clients.ts'
import { openHttpsWorld } from './support/https-world.ts'
import { type JourneyWorld, openJourneyWorld } from './support/journey-world.ts'
import { addMember, bendAnswer, mutants } from './support/mutants.ts'
import { operationNames, readOpenapiDocuments } from './support/openapi-documents.ts'
import type { RecordedExchange } from './support/record-exchanges.ts'
import {
  accreditIssuer,
  eventsOf,
  openCampaign,
  postClaim,
  presentForCampaign,
  receiptIdOf,
  receiveMembership,
} from './support/steps.ts'
import { dataOf } from './support/wallet.ts'
import { announceWithdrawal } from './trips/accrediting.ts'
import { auditCampaign } from './trips/auditing.ts'
import { holdAndAppeal } from './trips/holding.ts'
import {
  announceAndCancel,
  changeStatus,
  readIssuer,
  reissue,
  waitForOperator,
} from './trips/issuing.ts'
import { askInVain, readBooks, readClaims, readHeads, readLog } from './trips/reading.ts'
import { claimBack, payInParts } from './trips/recovering.ts'
import {
  declineRequest,
  keepForHolder,
  presentOnOneDevice,
  verifyDirectly,
} from './trips/verifying.ts'

let place: JourneyWorld
let clients: Clients
beforeAll(async () => {
  place = await openJourneyWorld()
  clients = await createClients(place)
})
afterAll(() => place.stop())

/** The claim of the whole journey. */
let paidClaimId = ''
/** What was exchanged with another world. */
const elsewhere: RecordedExchange[] = []

/** Operations that no journey gets a good answer from, and why. */
const NEVER_ANSWERED_WELL: Readonly<Record<string, string>> = {
  'holder receiveHandoffs': 'no kind of work goes to a holder',
  'issuer receiveHandoffs': 'no kind of work goes to an issuer',
  'distributor bringBeacon': 'no round of the beacon is known before its time',
  'distributor revealSeed': 'nobody has committed to anything in the demo’s campaign',
  'distributor recordRepayment': 'a debt is collected only when its appeal is decided',
  'verifier showEquivocation': 'no publisher of this world contradicts itself',
  'witness receiveHandoffs': 'no kind of work goes to a witness',
  'witness addCheckpoint': 'the log of this world does not come to the door',
}

/** Answers that may say more than their documents: other specifications add members to them. */
const OPEN_ANSWERS = ['issuer getAuthorizationServerMetadata', 'issuer getCredentialIssuerMetadata']

const campaign = { path: { campaignId: DEMO_CAMPAIGN } }

it('the generated client runs the whole journey, from an accreditation to a refusal after a revocation', async () => {
  const { governance, issuer, ledger, observer, verifier, anybody } = clients
  const actId = await accreditIssuer(place, clients, 'issuer-strict')
  const act = await governance.GET('/acts/{actId}', { params: { path: { actId } } })
  expect(act.data).toMatchObject({ state: 'applied' })
  await accreditIssuer(place, clients, 'issuer-sloppy')
  await openCampaign(place, clients)
  const shown = await anybody.distributor.GET('/campaigns/{campaignId}', { params: campaign })
  expect(shown.data).toMatchObject({ state: 'open' })

  const membership = await receiveMembership(issuer, anybody.issuer)
  const presented = await presentForCampaign(anybody.verifier, membership)
  expect(presented.verdict).toMatchObject({ outcome: 'accepted' })
  expect(eventsOf(presented.events).at(-1)).toMatchObject({ state: 'answered' })

  const { claimId, ...first } = await postClaim(anybody.distributor, presented)
  paidClaimId = claimId
  expect(first.status).toBe(201)
  const again = await postClaim(anybody.distributor, presented)
  expect(again).toMatchObject({ ...first, claimId, status: 200 })
  const params = { path: { claimId } }
  const following = anybody.distributor.GET('/claims/{claimId}/events', { params, parseAs: 'text' })
  await place.world.quiesce()
  expect(eventsOf(dataOf(await following)).at(-1)).toMatchObject({ state: 'settled' })
  const state = await anybody.distributor.GET('/claims/{claimId}', { params })
  expect(state.data).toMatchObject({ state: 'settled', amountMinor: '10000' })

  const totals = await ledger.GET('/campaigns/{campaignId}/totals', { params: campaign })
  expect(totals.data).toMatchObject({ settled: '10000', inFlight: '0', reserved: '0' })
  const timeline = await observer.GET('/timelines/{id}', { params: { path: { id: claimId } } })
  expect(timeline.data?.rows.map(({ event }) => event)).toContain('ClaimSettled')

  const { credentialId } = membership
  const revoked = await issuer.POST('/credentials/{credentialId}/revoke', {
    params: { path: { credentialId } },
    body: { reason: 'key_compromise' },
  })
  expect(revoked.data).toMatchObject({ status: 'invalid' })
  // The other verifier holds no older list, so that it knows at once.
  const refused = await presentForCampaign(anybody.otherVerifier, membership)
  expect(refused.verdict).toMatchObject({ outcome: 'rejected', reason: 'credential_revoked' })
  expect(refused.submission).toBeUndefined()

  const receiptId = receiptIdOf(presented.receipt)
  const receipt = { params: { path: { receiptId } } }
  const verdict = await verifier.GET('/receipts/{receiptId}/verdict', receipt)
  expect(verdict.data).toEqual(presented.verdict)
  const replayed = await verifier.POST('/receipts/{receiptId}/replay', receipt)
  expect(replayed.data).toMatchObject({ kind: 'same' })
  const pair = { a: { receiptId }, b: { verdict: refused.verdict } }
  const told = await verifier.POST('/verdicts/diff', { body: pair as never })
  expect(told.data).toMatchObject({ first: 'status' })
  const { handle, decidedAtMs } = presented.verdict as unknown as {
    handle: string
    decidedAtMs: number
  }
  const window = { handle, fromMs: decidedAtMs, untilMs: decidedAtMs + 1 }
  const reconciled = await verifier.POST('/reconciliations', { body: window })
  expect(reconciled.data?.decisions).toMatchObject([
    { receiptId, today: { reason: 'credential_revoked' } },
  ])
})

it('a wallet that an operator keeps waiting gets its credential, or the words for why not', () =>
  waitForOperator(clients))
it('a wallet learns of a re-issue by its notice and fetches the new credential', () =>
  reissue(clients))
it('an authority announces the withdrawal of an issuer and takes it back over HTTP', () =>
  announceWithdrawal(place, clients))
it('an operator suspends, reinstates and revokes over HTTP', () => changeStatus(clients))
it('an operator announces an end over HTTP and takes it back', () => announceAndCancel(clients))
it('anybody reads an issuer’s documents, and its list only once', () => readIssuer(clients))
it('a service verifies by one call without OpenID4VP, and each presentation once', () =>
  verifyDirectly(clients))
it('a holder that a service keeps stores a credential and asks how it stands', () =>
  keepForHolder(clients))
it('a wallet may decline what a service asks under a policy of its own', () =>
  declineRequest(place, clients))
it('on one device only the browser that the wallet sent back reads the result', () =>
  presentOnOneDevice(place, clients))
it('a claim that nobody could decide about is held, refused, appealed by either side and paid', () =>
  holdAndAppeal(place, clients))
it('somebody is paid in parts, changes where the rest goes, and takes it back', () =>
  payInParts(place, clients))
it('a payment whose ground was revoked is claimed back, appealed, and its verifier doubted', () =>
  claimBack(place, clients))
it('the log is recomputed from what the client reads', () => readLog(clients))
it('a head is read at the network in the place of its issuer', () => readHeads(place, clients))
it('the books are audited with the client', () => readBooks(clients))
it('a claimant who asks again is told that nothing is new', () => readClaims(clients, paidClaimId))
it('what does not exist or makes no sense is refused as documented, at every party', () =>
  askInVain(clients))
it('an auditor is told that nothing is final yet, and fetches the bundle once it is', () =>
  auditCampaign(place, clients))

it('issuers and verifiers at https addresses show their DID documents', async () => {
  const { publicUrl, recorder, stop } = await openHttpsWorld()
  onTestFinished(stop)
  const optionsFor = (party: string) => ({
    baseUrl: `${publicUrl}/${party}`,
    fetch: recorder.exchange,
  })
  const issuer = createIssuerClient(optionsFor('issuer-strict'))
  const verifier = createVerifierClient(optionsFor('verifier-a'))
  for (const path of ['/did.json', '/.well-known/did.json'] as const) {
    expect((await issuer.GET(path)).data?.id).toBe('did:web:parties.example:issuer-strict')
    expect((await verifier.GET(path)).data?.id).toBe('did:web:parties.example:verifier-a')
  }
  const { recorded, complaints } = await recorder.finish()
  expect(complaints).toEqual([])
  elsewhere.push(...recorded)
})

describe('all that was exchanged', () => {
  const check = createExchangeChecker(readOpenapiDocuments())
  let recorded: readonly RecordedExchange[] = []
  let complaints: readonly string[] = []
  beforeAll(async () => {
    ;({ recorded, complaints } = await place.recorder.finish())
  })

  it('has no answer, no request and no problem that the OpenAPI documents do not have', () => {
    expect(complaints).toEqual([])
    expect(place.faults).toEqual([])
  })

  it('has every operation of every role, answered well', () => {
    const good = [...recorded, ...elsewhere].filter(({ exchange }) => exchange.status < 300)
    const asked = new Set(good.map(({ name }) => name))
    const missing = operationNames(readOpenapiDocuments()).filter((name) => !asked.has(name))
    expect(missing.sort()).toEqual(Object.keys(NEVER_ANSWERED_WELL).sort())
  })

  it('would be complained about under another status or content type, and with one member more', () => {
    const missed = (exchanges: readonly (Exchange | undefined)[], role: string) =>
      exchanges.some((bent) => bent !== undefined && check(role, bent).complaints.length === 0)
    const unnoticed = recorded.filter(({ role, exchange }) => missed(bendAnswer(exchange), role))
    expect(unnoticed).toEqual([])
    const open = recorded.filter(({ role, exchange }) => missed([addMember(exchange)], role))
    expect([...new Set(open.map(({ name }) => name))].sort()).toEqual(OPEN_ANSWERS)
  })

  it.each(mutants)('would be complained about with $what', ({ of, status, bend }) => {
    const found = recorded.find(({ name, exchange }) => name === of && exchange.status === status)
    if (found === undefined) throw new Error(`${of} was never answered with ${status}`)
    expect(check(found.role, found.exchange).complaints).toEqual([])
    expect(check(found.role, bend(found.exchange)).complaints).not.toEqual([])
  })
})
