import type { Route } from '@evenkeel/kernel'
import { callRoute, type RouteCall } from '@evenkeel/kernel/testing'

export interface Answer {
  /** Absent for a problem. */
  readonly status: number | undefined
  // biome-ignore lint/suspicious/noExplicitAny: what a server answered; the route's schema has checked it
  readonly json: any
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

export type Call = Omit<RouteCall, 'params'>

/** Calls the route at an address, as those do who read it in a document. Of a problem there is its `code`. */
export async function callAt(
  routes: readonly Route[],
  line: string,
  call: Call = {},
): Promise<Answer> {
  const [method, path = ''] = line.split(' ')
  for (const route of routes) {
    const params = route.method === method ? match(route.path, path) : undefined
    if (params === undefined) continue
    const reply = await callRoute(routes, route.operation, { ...call, params })
    const { status, problem, headers = {}, json = { code: problem } } = reply
    return { status, json, headers, text: reply.text ?? JSON.stringify(json) }
  }
  throw new Error(`no route for ${line}`)
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const [names, values] = [pattern.split('/'), path.split('/')]
  const fits = names.every((name, i) => name.startsWith(':') || name === values[i])
  if (names.length !== values.length || !fits) return undefined
  return Object.fromEntries(
    names.flatMap((name, i) => (name.startsWith(':') ? [[name.slice(1), values[i] ?? '']] : [])),
  )
}
