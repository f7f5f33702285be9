import type { PartyId } from '@evenkeel/kernel'
import { demoAccreditation } from '@evenkeel/node'
import { expect } from 'vitest'
import { type Clients, plainJson } from '../support/clients.ts'
import type { JourneyWorld } from '../support/journey-world.ts'
import { dataOf } from '../support/wallet.ts'

const DAY_MS = 86_400_000

/** Announces that an issuer is withdrawn, and takes that back while no verifier can go by it. */
export async function announceWithdrawal(
  { platform, world }: JourneyWorld,
  { governance }: Clients,
): Promise<void> {
  const now = world.the('governance').ports.clock.nowMs()
  const record = {
    ...demoAccreditation('issuer-sloppy' as PartyId, platform, now),
    status: 'withdrawn' as const,
    statusFromMs: now + 30 * DAY_MS,
    actId: 'withdraw-sloppy',
  }
  dataOf(await governance.POST('/accreditations', { body: { record: plainJson(record) } }))
  await world.quiesce()
  const params = { path: { actId: record.actId } }
  const announced = dataOf(await governance.GET('/acts/{actId}', { params }))
  expect(announced).toMatchObject({ state: 'applied', effects: [{ state: 'announced' }] })
  expect(announced.effects[0]?.effectiveAtMs).toBeGreaterThanOrEqual(record.statusFromMs)
  const body = { actId: 'keep-sloppy' }
  dataOf(await governance.POST('/acts/{actId}/cancellation', { params, body }))
  await world.quiesce()
  const cancelled = dataOf(await governance.GET('/acts/{actId}', { params }))
  expect(cancelled.effects.map(({ state }) => state)).toEqual(['announced', 'cancelled'])
}
