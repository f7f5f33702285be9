import { expect } from 'vitest'
import { type Clients, once } from '../support/clients.ts'
import type { JourneyWorld } from '../support/journey-world.ts'
import {
  type PostedClaim,
  postClaim,
  presentForCampaign,
  receiveMembership,
} from '../support/steps.ts'
import { dataOf } from '../support/wallet.ts'

/**
 * Claims that nobody can decide about are held and refused; one claimant appeals, for the other a reviewer does, and somebody else releases
 * both.
 */
export async function holdAndAppeal(place: JourneyWorld, clients: Clients): Promise<void> {
  const { governance, appeals, anybody, distributor } = clients
  const own = await holdClaim(place, clients)
  const others = await holdClaim(place, clients)
  for (const { claimId } of [own, others]) await decide(place, governance, claimId, 'refuse')
  const params = { path: { claimId: own.claimId } }
  const refused = await anybody.distributor.GET('/claims/{claimId}', { params })
  expect(refused.data).toMatchObject({ state: 'refused', appeal: { possible: true } })

  const appealed = await anybody.distributor.POST('/claims/{claimId}/appeal', { params })
  expect(appealed.response.status).toBe(202)
  const { caseId = '' } = (await explain(distributor, others.claimId)).appeal
  const asked = await governance.POST('/cases/{caseId}/appeal', {
    params: { path: { caseId }, ...once() },
    body: { reason: 'the list could not be read' },
  })
  expect(asked.data).toMatchObject({ state: 'appealed', appealedBy: 'reviewer-1' })
  await place.world.quiesce()
  for (const { claimId } of [own, others]) {
    await decide(place, appeals, claimId, 'release')
    expect((await explain(distributor, claimId)).state).toBe('settled')
  }
}

/** Makes a claim on a verdict that is undetermined, because the verifier cannot read the status list. */
async function holdClaim(place: JourneyWorld, clients: Clients): Promise<PostedClaim> {
  const { sloppy, anybody } = clients
  const membership = await receiveMembership(sloppy, anybody.sloppy)
  const { baseUrl } = await place.optionsFor('issuer-sloppy')
  place.cutOff.add(`${baseUrl}/status/`)
  const presented = await presentForCampaign(anybody.verifier, membership)
  place.cutOff.clear()
  expect(presented.verdict).toMatchObject({ outcome: 'undetermined', reason: 'status_unavailable' })
  const claim = await postClaim(anybody.distributor, presented)
  await place.world.quiesce()
  return claim
}

/** Decides the case about a subject, in the name of whose client it is. */
export async function decide(
  { world }: JourneyWorld,
  governance: Clients['governance'],
  subject: string,
  decision: 'refuse' | 'release',
): Promise<void> {
  const { items } = dataOf(await governance.GET('/cases'))
  const { opening } = items.find((one) => one.opening.subject === subject) ?? {}
  const path = { caseId: opening?.caseId ?? '' }
  const { version } = dataOf(await governance.GET('/cases/{caseId}', { params: { path } }))
  dataOf(
    await governance.POST('/cases/{caseId}/decision', {
      params: { path, ...once() },
      body: { decision, expectedVersion: version },
    }),
  )
  await world.quiesce()
}

/** What operators read about a claim: never older than the question, as the state document may be. */
async function explain(
  distributor: Clients['distributor'],
  claimId: string,
): Promise<{ readonly state: string; readonly appeal: { readonly caseId?: string } }> {
  const params = { path: { claimId } }
  return dataOf(await distributor.GET('/claims/{claimId}/explanation', { params }))
}
