import { type Distributor, distributorRoutes } from '@evenkeel/distributor'
import {
  assert,
  type CampaignId,
  type ClaimId,
  type Ports,
  type ReasonCode,
  type Route,
  type RouteAnswer,
} from '@evenkeel/kernel'
import { type Admission, createAdmission } from '@evenkeel/node'

/** Requests at a time behind one door. Chosen: fewer than come at once, so that a door that lets everybody in shows. */
export const PLACES_MAX = 48

/** A claim on its way through a door, as a client sends it. */
export interface DoorRequest {
  readonly campaignId: CampaignId
  readonly claimId: ClaimId
  readonly bytes: Uint8Array
  /** What the claimant waits, in milliseconds. */
  readonly budgetMs: number
  /** From the headers to the end of the body. */
  readonly bodyMs: number
  /** The proof of an earlier refusal. */
  readonly knock?: string
}

export type DoorAnswer =
  | {
      readonly kind: 'ticket'
      readonly ticket: string
      readonly claimId: ClaimId
      readonly isRepeated: boolean
    }
  | {
      readonly kind: 'refused'
      readonly reason: ReasonCode
      readonly retryAfterMs?: number
      readonly knock?: string
      /** Before the body was read, or before there was a place. */
      readonly atDoor: boolean
    }
  /** The server took longer than the claimant could wait. */
  | { readonly kind: 'timed-out' }
  /** The process died over it. */
  | { readonly kind: 'lost' }

/** The way into one process of the distributor: the node's admission in front of the role's own route, under virtual time. */
export interface Door {
  readonly admission: Admission
  post(request: DoorRequest): Promise<DoorAnswer>
  /** Tells all who wait that their connection broke. */
  abandon(): void
}

/** Opens the door of a process. The order is that of `serveRoute`: look, body, place, work, deadline. */
export function openDoor(distributor: Distributor, ports: Ports): Door {
  const { clock, timers } = ports
  const admission = createAdmission(ports, PLACES_MAX)
  const route = routeOf(distributor)
  const waiting = new Set<() => void>()

  const refusalOf = (
    { campaignId, claimId }: DoorRequest,
    { code, retryAfterMs }: { readonly code: ReasonCode; readonly retryAfterMs: number },
  ): DoorAnswer => {
    const headers = route.refusalHeaders?.(campaignId, { 'evenkeel-claim': claimId }) ?? {}
    const knock = headers['evenkeel-knock']
    return { kind: 'refused', reason: code, retryAfterMs, atDoor: true, ...(knock && { knock }) }
  }

  async function serve(request: DoorRequest): Promise<DoorAnswer> {
    const { campaignId, claimId, bytes, budgetMs, bodyMs, knock } = request
    const deadlineMs = clock.monotonicMs() + budgetMs
    const noPlace = admission.refuse(campaignId, budgetMs, claimId)
    if (noPlace !== undefined) return refusalOf(request, noPlace)
    await timers.sleep(bodyMs)
    const place = admission.enter(campaignId, budgetMs, claimId)
    if (!place.ok) return refusalOf(request, place)
    const body = route.body?.parse(bytes)
    assert(body?.ok === true, 'a claim is well-formed')
    const answering = Promise.resolve(
      route.handle({
        params: { campaignId },
        query: undefined,
        headers: knock === undefined ? {} : { 'evenkeel-knock': knock },
        body: body.value,
        bytes,
        deadlineMs,
        signal: new AbortController().signal,
      }),
    ).finally(place.leave)
    const tooLate = timers
      .sleep(Math.max(0, deadlineMs - clock.monotonicMs()))
      .then((): DoorAnswer => ({ kind: 'timed-out' }))
    return Promise.race([answering.then(toDoorAnswer), tooLate])
  }

  return {
    admission,
    post(request) {
      return new Promise((resolve, reject) => {
        const lose = () => resolve({ kind: 'lost' })
        waiting.add(lose)
        serve(request)
          .then(resolve, reject)
          .finally(() => waiting.delete(lose))
      })
    },
    abandon() {
      for (const lose of waiting) lose()
      waiting.clear()
    },
  }
}

function routeOf(distributor: Distributor): Route {
  const route = distributorRoutes(distributor).find(({ operation }) => operation === 'submitClaim')
  assert(route !== undefined, 'claims have a route')
  return route
}

function toDoorAnswer(answer: RouteAnswer): DoorAnswer {
  if ('problem' in answer) {
    const { problem, retryAfterMs } = answer
    const wait = retryAfterMs === undefined ? {} : { retryAfterMs }
    return { kind: 'refused', reason: problem.code, atDoor: false, ...wait }
  }
  assert('json' in answer, 'a claim is answered by JSON')
  const { ticket, claimId } = answer.json as { readonly ticket: string; readonly claimId: ClaimId }
  return { kind: 'ticket', ticket, claimId, isRepeated: answer.status === 200 }
}
