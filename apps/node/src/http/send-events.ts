import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { ServerEvent } from '@evenkeel/kernel'
import type { HttpLimits } from './limits.ts'

/**
 * Sends server-sent events (WHATWG HTML §9.2) until they end, the signal aborts, or the stream has lasted `streamMsMax`; its reader then
 * connects again with Last-Event-ID. Waits for a slow reader, so at most one event is held for it.
 */
export async function sendEvents(
  response: ServerResponse,
  events: AsyncIterable<ServerEvent>,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  limits: Pick<HttpLimits, 'streamKeepAliveMs'>,
): Promise<void> {
  response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' })
  response.flushHeaders()
  const iterator = events[Symbol.asyncIterator]()
  const stopped = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined)
    else signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
  const keepAlive = setInterval(() => {
    if (!response.writableNeedDrain) response.write(': \n\n')
  }, limits.streamKeepAliveMs)
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), stopped])
      if (next === undefined || next.done === true) return
      if (response.write(format(next.value))) continue
      await Promise.race([once(response, 'drain').catch(() => undefined), stopped])
    }
  } finally {
    clearInterval(keepAlive)
    response.end()
    // Not awaited: a generator that waits for its next event returns only when its own signal has woken it.
    iterator.return?.().catch(() => undefined)
  }
}

/** JSON has no raw line break, so the data is one line. */
function format({ id, event, data }: ServerEvent): string {
  return `id: ${oneLine(id)}\nevent: ${oneLine(event)}\ndata: ${JSON.stringify(data)}\n\n`
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\0]/g, ' ')
}
