import { randomUUID } from 'node:crypto'
import { DEMO_CAMPAIGN } from '@evenkeel/node'
import { ANSWER_MS_MAX } from '../limits.ts'
import type { Wallet } from './wallet.ts'

export type ResponseMode = 'direct_post' | 'direct_post.jwt'

/** The stages of a claim in their order; `wallet` is the claimant's own device, all others are one exchange over HTTP. */
export const STAGES = [
  'create_request',
  'fetch_request',
  'wallet',
  'respond',
  'result',
  'claim',
] as const
export type Stage = (typeof STAGES)[number]

/** Milliseconds of each stage of one claim, by this process's monotonic clock. */
export type StageTimes = Readonly<Record<Stage, number>>

/** Takes one claimant from asking to the ticket, as their application and wallet do it. Throws at an answer that is not the right one. */
export async function measureClaim(
  worldUrl: string,
  wallet: Wallet,
  responseMode: ResponseMode,
): Promise<StageTimes> {
  const times: Partial<Record<Stage, number>> = {}
  async function stage<T>(name: Stage, work: () => Promise<T>): Promise<T> {
    const startedMs = performance.now()
    const value = await work()
    times[name] = performance.now() - startedMs
    return value
  }

  const asked = await stage('create_request', () =>
    postJson<Asked>(
      `${worldUrl}/verifier-a/presentations`,
      {
        campaignId: DEMO_CAMPAIGN,
        payoutTarget: `purse-${randomUUID()}`,
        flow: 'cross-device',
        responseMode,
      },
      { 'idempotency-key': randomUUID() },
    ),
  )
  const requestObject = await stage('fetch_request', async () =>
    (await exchange(asked.requestUri, 200)).text(),
  )
  const answer = await stage('wallet', () => wallet.answer(asked.walletUrl, requestObject))
  await stage('respond', async () =>
    (await exchange(answer.responseUri, 200, { method: 'POST', body: answer.form })).text(),
  )
  const { result } = await stage('result', async () => {
    const response = await exchange(`${worldUrl}/verifier-a/presentations/${asked.sessionId}`, 200)
    return (await response.json()) as Shown
  })
  if (result?.verdict.outcome !== 'accepted') {
    throw new Error(`not accepted: ${JSON.stringify(result?.verdict)}`)
  }
  const claims = `${worldUrl}/distributor/campaigns/${DEMO_CAMPAIGN}/claims`
  await stage('claim', () => postJson(claims, result.submission))
  return times as StageTimes
}

interface Asked {
  readonly sessionId: string
  readonly requestUri: string
  readonly walletUrl: string
}

interface Shown {
  readonly result?: { readonly submission: object; readonly verdict: { readonly outcome: string } }
}

/** Posts JSON of which something new must come (201), and reads the answer. */
export async function postJson<T>(
  url: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<T> {
  const response = await exchange(url, 201, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return (await response.json()) as T
}

/** One exchange over a connection that is kept; throws with the whole answer when the status is another. */
async function exchange(url: string, status: number, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_MS_MAX) })
  if (response.status === status) return response
  throw new Error(
    `${init.method ?? 'GET'} ${url}: ${response.status}, not ${status}: ${await response.text()}`,
  )
}
