import type { PartyContext } from '@evenkeel/kernel'
import type { IssuerConfig } from '../config.ts'
import type { PublishedList, StatusPublisher } from './publish-status.ts'

/** Gives a list's newest head, one that is no older than so many milliseconds if that can be had; undefined for a list that was never published. */
export type ReadFreshHead = (
  listNumber: number,
  maxAgeMs: number,
) => Promise<PublishedList | undefined>

/**
 * Makes heads on demand, for decisions that need an online proof (DESIGN §5). Anybody may ask, as often as they like: all who wait share one
 * publication, a list has one on demand in each `onlineAgeMs` at most, and who asks for a younger head gets what that gives. When none can be
 * made they get the newest there is, whose `iat` says its age, and no other is tried for as long. Nobody may keep an answer beyond the age that
 * was asked for.
 */
export function createReadFreshHead(
  context: PartyContext,
  config: IssuerConfig,
  publisher: Pick<StatusPublisher, 'publish' | 'read'>,
): ReadFreshHead {
  const { clock } = context.ports
  const { periodMs, onlineAgeMs = periodMs } = config.leaseRule
  const making = new Map<number, Promise<void>>()
  /** By list, on the monotonic clock. */
  const failedMs = new Map<number, number>()

  const ageMsOf = ({ iat }: PublishedList): number => clock.nowMs() - iat * 1_000

  async function make(listNumber: number): Promise<void> {
    try {
      await publisher.publish(listNumber)
      failedMs.delete(listNumber)
    } catch {
      // The sweep meets the same fault and tells the operator; a reader is served with what there is.
      failedMs.set(listNumber, clock.monotonicMs())
    } finally {
      making.delete(listNumber)
    }
  }

  async function makeOnce(listNumber: number): Promise<void> {
    const sinceMs = clock.monotonicMs() - (failedMs.get(listNumber) ?? Number.NEGATIVE_INFINITY)
    if (sinceMs < onlineAgeMs) return
    const made = making.get(listNumber) ?? make(listNumber)
    making.set(listNumber, made)
    await made
  }

  return async (listNumber, maxAgeMs) => {
    let newest = await publisher.read(listNumber, 'head')
    if (newest !== undefined && ageMsOf(newest) > Math.max(maxAgeMs, onlineAgeMs)) {
      await makeOnce(listNumber)
      newest = await publisher.read(listNumber, 'head')
    }
    if (newest === undefined) return undefined
    const leftMs = maxAgeMs - ageMsOf(newest)
    return { ...newest, freshForMs: Math.max(0, Math.min(newest.freshForMs, leftMs)) }
  }
}
