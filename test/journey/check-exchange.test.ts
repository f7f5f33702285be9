import { createIssuerClient } from '@evenkeel/client'
import type { Route, RouteAnswer } from '@evenkeel/kernel'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type HttpsWorld, openHttpsWorld } from './support/https-world.ts'

const NONCE = { c_nonce: 'nonce' }
let place: HttpsWorld
let answer: RouteAnswer

beforeAll(async () => {
  place = await openHttpsWorld((route: Route) =>
    route.path === '/nonce' ? { ...route, handle: async () => answer } : route,
  )
})
afterAll(() => place.stop())

it.each<[string, RouteAnswer, string]>([
  ['what its document says', { status: 200, json: NONCE }, ''],
  ['an undocumented member', { status: 200, json: { ...NONCE, more: 1 } }, '"more"'],
  ['no member that it has to', { status: 200, json: {} }, "required property 'c_nonce'"],
  ['an undocumented status', { status: 203, json: NONCE }, '203 is not documented'],
  ['an undocumented reason', { problem: { code: 'already_claimed' } }, 'not documented'],
  [
    'an undocumented content type',
    { status: 200, bytes: new Uint8Array([1]), mediaType: 'text/plain' },
    'text/plain is not documented',
  ],
])('of a route that answers %s, the complaints say so', async (_, given, complaint) => {
  const { publicUrl, recorder } = place
  const before = (await recorder.finish()).complaints.length
  answer = given
  const options = { baseUrl: `${publicUrl}/issuer-strict`, fetch: recorder.exchange }
  await createIssuerClient(options).POST('/nonce', { parseAs: 'text' })
  const complaints = (await recorder.finish()).complaints.slice(before)
  expect(complaints).toHaveLength(complaint === '' ? 0 : 1)
  expect(complaints.join()).toContain(complaint)
})
